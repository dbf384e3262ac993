/** A caller at work on a real line, before a call without a chart, in virtual time. */
import type { ScenarioCaller } from "#src/simulate/caller-schema.ts";
import { linesOf } from "#src/simulate/caller-schema.ts";
import { openCallerLine } from "#src/simulate/caller-line.ts";
import { startCaller } from "#src/simulate/caller.ts";
import { speakLines } from "#src/simulate/speech.ts";
import type { Stage } from "#machines/call/types.ts";
import { FakeCall } from "./fake-call.ts";
import { agentFrame, toneVoice } from "./sounds.ts";
import { VirtualTimers } from "./virtual-timers.ts";

export const silent = "live.turn.listening.silent";
export const speaking = "live.turn.responding.speaking";

export async function openScene(caller: ScenarioCaller) {
  const timers = new VirtualTimers();
  const lines = await speakLines(linesOf(caller), { synthesize: toneVoice, telephone: false, seed: 1 });
  const line = openCallerLine({ timers, noise: new Int16Array(16_000) });
  const handle = new FakeCall(timers);
  const told: { words: string; at: number }[] = [];
  const human = Promise.withResolvers<void>();
  const running = startCaller(caller, {
    handle,
    line,
    timers,
    lines,
    humanAnswered: human.promise,
    speech: {
      say: ({ chunks }) =>
        told.push({
          words: chunks.map(({ words }) => words.map(({ text }) => text).join(" ")).join(" | "),
          at: timers.now(),
        }),
      cut: () => told.push({ words: "(cut)", at: timers.now() }),
    },
  });
  const start = timers.now();

  /** The agent is heard for so long. */
  const speak = async (ms: number): Promise<void> => {
    handle.enter(speaking);
    for (let spoken = 0; spoken < ms; spoken += 20) {
      line.write(agentFrame());
      await timers.advance(20);
    }
  };
  /** It says something of half a second, and then waits for the caller in this stage. */
  const ask = async (stage: Stage): Promise<void> => {
    await speak(500);
    handle.enter(silent, stage);
  };
  return {
    timers,
    line,
    handle,
    running,
    speak,
    ask,
    told: () => told.map(({ words, at }) => `${at - start}: ${words}`),
    words: () => told.map(({ words }) => words),
    humanAnswers: human.resolve,
  };
}
