/**
 * The situation of the call as a block in the last system message: the model reads it, and so does the intake script when
 * it answers in a model's place.
 */
import { z } from "zod";
import { hazardCategories, stages } from "#machines/call/types.ts";
import type { Situation } from "#src/call/ports.ts";

const situationSchema = z.strictObject({
  stage: z.enum(stages),
  facts: z.strictObject({
    safe: z.boolean().exactOptional(),
    problem: z.string().exactOptional(),
    trade: z.string().exactOptional(),
    urgency: z.enum(["lifeSafety", "emergency", "routine"]).exactOptional(),
    severity: z.string().exactOptional(),
    address: z.string().exactOptional(),
    propertyId: z.string().exactOptional(),
    unit: z.string().exactOptional(),
    name: z.string().exactOptional(),
    callbackNumber: z.string().exactOptional(),
    permissionToEnter: z.boolean().exactOptional(),
    accessNotes: z.string().exactOptional(),
    confirmed: z.boolean().exactOptional(),
  }),
  expects: z.enum(["open", "story", "yesNo", "address", "telephone"]).default("open"),
  tools: z.array(z.string()),
  callerNumber: z.string().exactOptional(),
  hazards: z.array(z.enum(hazardCategories)),
});

/** `<` is escaped, so that nothing a caller said can end the block. */
export function formatSituation(situation: Situation): string {
  return `<situation>${JSON.stringify(situation).replaceAll("<", "\\u003c")}</situation>`;
}

/** The last block in the text; `undefined` when there is none. Throws when there is one that says something else. */
export function readSituation(text: string): Situation | undefined {
  const block = [...text.matchAll(/<situation>(.*?)<\/situation>/gs)].at(-1)?.[1];
  if (block === undefined) return undefined;
  return situationSchema.parse(JSON.parse(block));
}
