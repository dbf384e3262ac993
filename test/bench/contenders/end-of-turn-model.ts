/**
 * LiveKit's own end-of-turn model for its `TurnDetector`. A worker asks it of a process beside its jobs; without one the
 * detector would take every pause for an end.
 */
import { inference } from "@livekit/agents";
import localInference from "@livekit/local-inference";
import { z } from "zod";

const inputSchema = z.object({ pcm: z.base64() });

/** To be called once, before calls come. */
export function loadEndOfTurnModel(): void {
  localInference.initEot();
}

/** One for each session. */
export const createTurnDetector = (
  options: Pick<inference.TurnDetectorOptions, "unlikelyThreshold"> = {},
): inference.TurnDetector =>
  new inference.TurnDetector({ ...options, version: "v1-mini", executor: { doInference: predict } });

async function predict(_method: string, data: unknown): Promise<unknown> {
  const bytes = Buffer.from(inputSchema.parse(data).pcm, "base64");
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 2));
  const from = performance.now();
  const probability = await localInference.predict(samples);
  return { probability, inferenceDurationMs: performance.now() - from };
}
