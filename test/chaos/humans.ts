/** The telephone and whoever is called by it. */
import type { Line } from "#src/call/ports.ts";
import type { Human } from "./plan.ts";

export interface PlannedLine extends Line {
  /** Times at which we hung up. */
  readonly hungUp: readonly number[];
}

export interface LineGiven {
  humans: readonly Human[];
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** The caller's line to us has ended, because they were put through. */
  onGone: () => void;
}

const leavingMs = 400;
/** A call that dials without end would otherwise never give the event loop back. */
const mostDialled = 200;

export function plannedLine({ humans, now, sleep, onGone }: LineGiven): PlannedLine {
  const hungUp: number[] = [];
  let dialled = 0;
  return {
    hungUp,
    transfer(number, signal) {
      if (dialled >= mostDialled) return new Promise(() => {});
      const human = humans[dialled++] ?? { does: "refuses", afterMs: 5000, leaves: false };
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const calledOff = () => reject(new Error("The transfer was called off."));
      signal.addEventListener("abort", calledOff, { once: true });
      if (number === "") reject(new Error("There is nobody to call."));
      else if (human.does !== "never")
        void sleep(human.afterMs).then(() => {
          if (human.does === "refuses") return reject(new Error("busy"));
          resolve();
          if (human.leaves && !signal.aborted) void sleep(leavingMs).then(onGone);
        });
      return promise;
    },
    hangUp: () => void hungUp.push(now()),
    startRecording: () => {},
  };
}
