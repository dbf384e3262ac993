/** What a browser and the line tell each other over the WebSocket, beside the binary frames of sound. */
import { z } from "zod";
import type { Outcome } from "#machines/call/types.ts";

export const longestText = 500;

/** From the browser. */
const tenantFrameSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("say"),
    text: z
      .string()
      .max(longestText)
      .regex(/[\p{L}\p{N}]/u),
  }),
  z.strictObject({ type: z.literal("key"), digit: z.string().regex(/^[0-9*#]$/) }),
  z.strictObject({ type: z.literal("hangUp") }),
]);

export type TenantFrame = z.infer<typeof tenantFrameSchema>;

/** To the browser. */
export type LineFrame =
  | { type: "call"; sessionId: string; workspaceId: string; runId: string | null }
  | { type: "ended"; outcome: Outcome }
  /** One sentence for whoever reads it. */
  | { type: "problem"; message: string };

/** Undefined for a text that is none of them. */
export function tenantFrameIn(text: string): TenantFrame | undefined {
  try {
    return tenantFrameSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
