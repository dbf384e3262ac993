/** A call's log: entries with times, for whoever observes at the moment; nothing is kept. */
import type { CallLogEntry } from "./handle.ts";
import type { LiveCall } from "./live-call.ts";
import type { Clock } from "./ports.ts";

export function callLog(clock: Clock): {
  write: LiveCall["log"];
  observe: (listener: (entry: CallLogEntry) => void) => () => void;
} {
  const listeners = new Set<(entry: CallLogEntry) => void>();
  return {
    write(entry) {
      const timed: CallLogEntry = { at: clock.now(), ...entry };
      for (const listener of listeners) {
        try {
          listener(timed);
        } catch {
          // Whoever watches must not hurt the call, and is not asked again.
          listeners.delete(listener);
        }
      }
    },
    observe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
