/** The query of a Deepgram listen request: the part that changes the answer. */
import { z } from "zod";

const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");

export const listenQuerySchema = z.object({
  model: z.string().default("nova-3"),
  encoding: z.literal("linear16"),
  sample_rate: z.coerce.number().int().min(8_000).max(48_000),
  channels: z.coerce.number().pipe(z.literal(1)).default(1),
  interim_results: flag,
  vad_events: flag,
  utterance_end_ms: z.coerce.number().int().min(0).optional(),
});

export type ListenQuery = z.output<typeof listenQuerySchema>;
