/** Timers that run in a state: the delays of its active states. */
import type { EventObject } from "xstate";
import type { CallSnapshot } from "#src/rules/step.ts";

const timerEvent = /^xstate\.after\.([^.]+)\./;

/** An event for each timer that may run out, if its delay is among `allowed`. */
export function pendingTimers(snapshot: CallSnapshot, allowed: readonly string[]): EventObject[] {
  return snapshot._nodes.flatMap((node) =>
    [...node.transitions.keys()]
      .filter((type) => allowed.includes(timerEvent.exec(type)?.[1] ?? ""))
      .map((type) => ({ type })),
  );
}
