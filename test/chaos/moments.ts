/** Moments of a call that an act of the plan can wait for. */
import type { CallLogEntry } from "#src/call/handle.ts";
import type { Trigger } from "./plan.ts";

type Moment = Exclude<Trigger["on"], "time">;

/** States whose entry is a moment, by the end of their path. */
const entries: readonly [Moment, RegExp][] = [
  ["agentSilent", /^live\.turn\.listening$/],
  ["toolBegins", /^live\.turn\.responding\.toolCalling$/],
  ["thinking", /^live\.turn\.responding\.thinking$/],
  ["transferring", /^live\.line\.transferring$/],
];

export interface Moments {
  note(entry: CallLogEntry): void;
  happens(moment: Moment): void;
  /** Resolves at the moment or after `waitMs`; at once when the agent is silent already and that is what is waited for. */
  wait(trigger: Trigger): Promise<void>;
}

export function createMoments(sleep: (ms: number) => Promise<void>): Moments {
  const waiting = new Set<{ on: Moment; resolve: () => void }>();
  let silent = false;
  const happens = (moment: Moment): void => {
    for (const one of waiting) {
      if (one.on !== moment) continue;
      waiting.delete(one);
      one.resolve();
    }
  };
  return {
    happens,
    note(entry) {
      if (entry.kind === "event" && entry.event.type === "playout.started") happens("agentSpeaks");
      if (entry.kind === "effect" && entry.name === "recordTenantTurn") happens("turnTaken");
      if (entry.kind !== "states") return;
      silent = entry.leaves.some((leaf) => leaf.startsWith("live.turn.listening"));
      for (const [moment, state] of entries)
        if (entry.entered.some((path) => state.test(path))) happens(moment);
    },
    async wait({ on, waitMs, delayMs }) {
      if (on !== "time" && !(on === "agentSilent" && silent))
        await Promise.race([
          new Promise<void>((resolve) => void waiting.add({ on, resolve })),
          sleep(waitMs),
        ]);
      await sleep(delayMs);
    },
  };
}
