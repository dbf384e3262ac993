/** Which calls a run places. They are the same for every contender. */
import { synthesizeAt } from "#src/local/flite.ts";
import { comfortNoiseRms, type NoiseOptions } from "#src/simulate/noise.ts";
import { notesBy } from "./callers/notes.ts";
import { callScripts } from "./callers/script.ts";
import { speakScript, type SpokenTurn } from "./callers/speak.ts";
import type { ReplyStyle } from "./replies.ts";
import { type AudioName, audioNames, type CallerName } from "./result.ts";

export interface PlannedCall {
  audio: AudioName;
  /** Of its latencies, replies and noise. */
  seed: number;
  noise: NoiseOptions;
  replies: ReplyStyle;
  turns: readonly SpokenTurn[];
}

/** Heard under a caller on the telephone, as scenarios have it. */
const telephoneNoiseRms = 0.01;
/** Seeds of neighbouring calls have nothing in common. */
const seedStep = 7_919;

/**
 * `turns` of one caller, half of them over each kind of line, where the same is said; the lines take turns, so that calls at once
 * are of both.
 */
export async function planCalls(caller: CallerName, turns: number, seed: number): Promise<PlannedCall[]> {
  const notes = notesBy[caller];
  const byAudio: PlannedCall[][] = [];
  for (const [place, audio] of audioNames.entries()) {
    const share = place === 0 ? Math.ceil(turns / 2) : Math.floor(turns / 2);
    const scripts = callScripts(caller, share, seed);
    const calls: PlannedCall[] = [];
    for (const [index, script] of scripts.entries()) {
      const own = (seed + place) * seedStep + index;
      const telephone = audio === "telephone";
      calls.push({
        audio,
        seed: own,
        noise: { rms: telephone ? telephoneNoiseRms : comfortNoiseRms, telephone, seed: own },
        replies: {
          seed: own,
          length: caller === "sounds" || caller === "barge-ins" ? "long" : "short",
          ...(notes === undefined ? {} : { notes }),
        },
        turns: await speakScript(script, { synthesize, audio, seed: own }),
      });
    }
    byAudio.push(calls);
  }
  const most = Math.max(...byAudio.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) => byAudio.flatMap((calls) => calls[index] ?? [])).flat();
}

const synthesize = async (text: string, { sampleRate }: { sampleRate: number }): Promise<Int16Array> =>
  synthesizeAt(text, { voice: "rms", sampleRate });
