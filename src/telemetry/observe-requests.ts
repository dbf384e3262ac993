/** Requests to language models, as the call's usage meter is told of them: nothing of the request itself passes here. */
import type { CallUsage } from "#src/call/ports.ts";
import type { ModelRequest } from "./report.ts";

/** The same meter; `onRequest` is told of each request when it is over. `now` is in the unit and on the clock of its times. */
export function observeRequests(
  usage: CallUsage,
  now: () => number,
  onRequest: (request: ModelRequest) => void,
): CallUsage {
  return {
    ...usage,
    thinks(model, promptCharacters) {
      const asked = usage.thinks(model, promptCharacters);
      const startedAt = now();
      let firstChunkAt: number | undefined;
      let tokens: ModelRequest["tokens"];
      let over = false;
      const finish = (outcome: ModelRequest["outcome"]): void => {
        if (over) return;
        over = true;
        onRequest({
          model,
          startedAt,
          ...(firstChunkAt === undefined ? {} : { firstChunkAt }),
          endedAt: now(),
          outcome,
          ...(tokens === undefined ? {} : { tokens }),
        });
      };
      return {
        chunk() {
          firstChunkAt ??= now();
          asked.chunk();
        },
        told(counts) {
          tokens = counts;
          asked.told(counts);
        },
        taken() {
          asked.taken();
          finish(tokens === undefined ? "brokenOff" : "completed");
        },
        refused() {
          asked.refused();
          finish("refused");
        },
      };
    },
  };
}
