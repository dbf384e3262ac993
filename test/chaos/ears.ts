/** What the caller's side of the hearing tells: the detector always works, the recognizer as the plan's faults say. */
import type { CallEvent } from "#machines/call/types.ts";
import type { Hearing } from "#src/call/ports.ts";
import type { Fault, FaultNow, Pace } from "./plan.ts";

export interface PlannedEars {
  hearing: Hearing;
  /** Told to the chart, unless nobody listens or the recognizer that would have said it is lost or deaf. */
  hears(event: CallEvent): void;
  /** How often the call has closed its hearing. */
  readonly closed: number;
}

export interface EarsGiven {
  pace: Pace;
  planned: readonly Fault[];
  faults: FaultNow;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

const predictions = [0.4, 0.1, 0.7, 0.02, 0.5];
const reconnectMs = 50;

export function plannedEars({ pace, planned, faults, now, sleep }: EarsGiven): PlannedEars {
  let send: ((event: CallEvent) => void) | undefined;
  let connected = false;
  let second = false;
  let wasLost = false;
  let asked = 0;
  let closed = 0;
  const tell = (event: CallEvent) => {
    if (closed === 0) send?.(event);
  };
  const lose = () => {
    connected = false;
    wasLost = true;
    tell({ type: "provider.failed", provider: "stt", reason: "closed" });
  };
  for (const fault of planned)
    if (fault.edge === "ears" && fault.kind === "lost")
      void sleep(fault.from).then(() => {
        if (connected) lose();
      });
  return {
    get closed() {
      return closed;
    },
    hears(event) {
      if (!event.type.startsWith("stt.")) return tell(event);
      if (second) {
        if (event.type !== "stt.final") return;
        if (faults("secondEars") === undefined) return tell(event);
        return tell({ type: "provider.failed", provider: "stt", reason: "status 503" });
      }
      if (!connected || faults("ears") !== undefined) return;
      if (wasLost) tell({ type: "provider.recovered", provider: "stt" });
      wasLost = false;
      tell(event);
    },
    hearing: {
      start(toChart) {
        send = toChart;
        connected = true;
      },
      askEndOfTurn() {
        const probability = predictions[asked++ % predictions.length] ?? 0.5;
        void sleep(pace.endOfTurnMs).then(() => tell({ type: "eot.predicted", at: now(), probability }));
      },
      useSecond: () => void (second = true),
      reopen() {
        second = false;
        wasLost = true;
        connected = faults("ears") !== "lost";
        if (!connected) void sleep(reconnectMs).then(lose);
      },
      close: async () => void closed++,
    },
  };
}
