/** What a stream's events are called, and what they bear. */
import type { ChartStep, Role, Run, RunEvent } from "#src/api/answers.ts";
import { eventForRole, forRole } from "#src/api/runs/for-role.ts";
import { frame } from "#src/event-stream/event-stream.ts";

/** `id`: where a reader who was told this goes on. */
export const runFrame = (run: Run, role: Role, id = run.position): string =>
  frame({ event: "run", id, data: JSON.stringify(forRole(run, role)) });

export const eventFrame = (event: RunEvent, role: Role): string =>
  frame({ event: "event", id: event.position, data: JSON.stringify(eventForRole(event, role)) });

export const chartFrame = (steps: readonly ChartStep[]): string =>
  frame({ event: "chart", data: JSON.stringify({ steps }) });

export const erasedFrame = (runId: string): string =>
  frame({ event: "erased", data: JSON.stringify({ runId }) });
