/** The telephone itself in a simulated call: whom it was transferred to, and whether somebody answered. */
import type { Line } from "#src/call/ports.ts";
import type { Timers } from "./timers.ts";

export interface Telephone {
  line: Line;
  transfers(): readonly Transfer[];
  /** Resolves when a human has answered; may never. */
  humanAnswered: Promise<void>;
}

export interface Transfer {
  /** E.164. */
  number: string;
  answered: boolean;
}

const ringsMs = { answers: 1_000, nobody: 3_000 };

/** `nobody` lets every number ring without an answer. */
export function createTelephone(timers: Timers, transfer: "answers" | "nobody"): Telephone {
  const transfers: Transfer[] = [];
  const answered = Promise.withResolvers<void>();
  const dial = (number: string, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const attempt = { number, answered: false };
      transfers.push(attempt);
      const callOff = timers.after(ringsMs[transfer], () => {
        signal.removeEventListener("abort", abort);
        if (transfer === "nobody") return reject(new Error("Nobody answered."));
        attempt.answered = true;
        answered.resolve();
        resolve();
      });
      const abort = (): void => {
        callOff();
        reject(new Error("The transfer was called off."));
      };
      signal.addEventListener("abort", abort, { once: true });
      if (signal.aborted) abort();
    });
  return {
    line: {
      transfer: dial,
      // The call ends with it, and the caller learns it from there.
      hangUp: () => {},
      startRecording: () => {},
    },
    transfers: () => transfers,
    humanAnswered: answered.promise,
  };
}
