/** What a job is told by the dispatch that called it into a room where a call is going on already. */
import { z } from "zod";

const dispatchMetadata = z.object({
  /** The caller waits: another agent was there and is gone, or none has come yet. */
  resumed: z.boolean().optional(),
  /** The webhook `call_initiated` was sent on this machine; the sequence goes on. */
  told: z.boolean().optional(),
  /** The job whose death this dispatch answers; several may answer the same. */
  after: z.string().optional(),
});

export type DispatchMetadata = z.infer<typeof dispatchMetadata>;

/** `text` is a job's metadata. What is no such object, as with a call's first dispatch, says nothing. */
export function readDispatchMetadata(text: string): DispatchMetadata {
  try {
    return dispatchMetadata.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

export const resumedDispatch = (more: { told: boolean; after?: string }): string =>
  JSON.stringify({ resumed: true, ...more } satisfies DispatchMetadata);
