/** The process of one contender: answers calls, and holds the callers who place them. Its argument is the contender's name. */
import { memoryUsage } from "node:process";
import { openCallerLine } from "#src/simulate/caller-line.ts";
import type { Span } from "#src/simulate/measure.ts";
import { noiseLoop } from "#src/simulate/noise.ts";
import { realTimers } from "#src/simulate/timers.ts";
import { playCaller } from "./callers/play.ts";
import type { Contender, OpenContender } from "./contender.ts";
import type { CallOrder, CallOutcome, ContenderAnswer, ContenderRequest, Measured } from "./messages.ts";
import { monotonicNow, monotonicTime } from "./monotonic.ts";

const [name = "", openaiUrl = ""] = process.argv.slice(2);
const contender = await openContender(name, openaiUrl);

process.on("message", (request: ContenderRequest) => {
  if (request.type === "measure") tell({ type: "measured", measured: measure() });
  else if (request.type === "finish") void contender.close().finally(() => process.exit());
  else {
    const { order } = request;
    const call = order.callId;
    carryOut(order).then(
      (outcome) => tell({ type: "ended", call, outcome }),
      (error: unknown) =>
        tell({
          type: "failed",
          call,
          reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    );
  }
});
// Nobody is left to call.
process.on("disconnect", () => process.exit());
tell({ type: "ready" });

async function carryOut({ noise, turns, ...call }: CallOrder): Promise<CallOutcome> {
  const line = openCallerLine({ timers: realTimers, noise: noiseLoop(noise), remembers: false });
  try {
    const answered = await contender.answer({ ...call, audioIn: line, audioOut: line });
    const acts = await playCaller(turns, line, {
      say: ({ chunks }) =>
        tell({
          type: "say",
          call: call.callId,
          said: {
            at: monotonicNow(),
            chunks: chunks.map(({ words, endMs }) => ({ words: [...words], endMs })),
          },
        }),
      cut: () => {},
    });
    const { agent } = line.truth();
    await answered.close();
    return { acts: acts.map(onSharedClock), agent: agent.map(onSharedClock) };
  } finally {
    line.close();
  }
}

function onSharedClock<Moments extends Span>(span: Moments): Moments {
  return { ...span, from: monotonicTime(span.from), to: monotonicTime(span.to) };
}

async function openContender(name: string, openaiUrl: string): Promise<Contender> {
  // Callers alone, so that what they take can be taken off.
  if (name === "none") return { answer: async () => ({ close: async () => {} }), close: async () => {} };
  const { open } = (await import(`./contenders/${name}.ts`)) as { open: OpenContender };
  return open({ openaiUrl });
}

function measure(): Measured {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, rssMiB: memoryUsage.rss() / 2 ** 20 };
}

function tell(answer: ContenderAnswer): void {
  process.send?.(answer);
}
