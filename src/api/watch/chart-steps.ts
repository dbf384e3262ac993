/** Steps of a chart as a worker sends them, and as they are told to whoever looks. */
import { z } from "zod";
import type { ChartStep } from "#src/api/answers.ts";

const name = z.string().max(200);
const names = z.array(name).max(200);

/** A batch of what happened in some hundred milliseconds. */
export const chartStepsSchema = z.object({
  session_id: z.string().min(1).max(500),
  workspace_id: z.string().min(1).max(100),
  steps: z
    .array(
      z.object({
        seq: z.number().int().min(0),
        at: z.number().int().min(0),
        event: name,
        states: names,
        taken: names,
      }),
    )
    .min(1)
    .max(500),
});

/** A notification takes fewer than 8,000 bytes, and bears some more beside the steps. */
const longestBytes = 7_500;

/** In order; a step that fits into no notification is left out. */
export function splitSteps(steps: readonly ChartStep[]): ChartStep[][] {
  const parts: ChartStep[][] = [];
  let room = 0;
  for (const step of steps) {
    const bytes = Buffer.byteLength(JSON.stringify(step)) + 1;
    if (bytes > longestBytes) continue;
    if (bytes > room) {
      parts.push([]);
      room = longestBytes;
    }
    parts.at(-1)?.push(step);
    room -= bytes;
  }
  return parts;
}
