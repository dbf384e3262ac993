/** Notices that nothing of ours is heard while it is our turn: a clock beside the chart that knows nothing of voices or providers. */
import type { CallEvent } from "#machines/call/types.ts";
import type { Clock } from "./ports.ts";

/** Said of the first silence, and again after each further step, ms. The caller has waited for the end of the turn before. */
const firstMs = 2000;
const stepMs = 1000;
const lookEveryMs = 100;

export interface Watchdog {
  /** Whether it is our turn now. */
  note(isOurs: boolean): void;
  /** The caller makes a sound or is understood: the wait begins anew. */
  heardCaller(): void;
  stop(): void;
}

/** `soundedAt`: when something of ours was heard last, on the same clock. */
export function watchSilence(
  clock: Clock,
  soundedAt: () => number,
  send: (event: CallEvent) => void,
): Watchdog {
  let since: number | undefined;
  let noticed = 0;
  const timer = setInterval(() => {
    if (since === undefined) return;
    const at = clock.now();
    const heardAt = soundedAt();
    if (heardAt > since) {
      since = heardAt;
      noticed = 0;
    }
    const ms = at - since;
    if (ms < firstMs + noticed * stepMs) return;
    noticed++;
    send({ type: "silence.noticed", at, ms });
  }, lookEveryMs);
  return {
    note(isOurs) {
      if (isOurs === (since !== undefined)) return;
      since = isOurs ? clock.now() : undefined;
      noticed = 0;
    },
    heardCaller() {
      if (since === undefined) return;
      since = clock.now();
      noticed = 0;
    },
    stop: () => clearInterval(timer),
  };
}
