/** The caller at the telephone. It knows of the agent what it hears, and nothing else. */
import { beginLine, type SpeechPort } from "#src/simulate/begin-line.ts";
import type { CallerLine } from "#src/simulate/caller-line.ts";
import type { SpokenLine } from "#src/simulate/speech.ts";
import { type Act, listensAfterSoundMs } from "./act.ts";
import type { SpokenTurn } from "./speak.ts";

/** Quiet for so long, the agent has finished. */
const finishedMs = 700;
/** Nobody answers any more: the caller goes on with the next thing to say. */
const patienceMs = 12_000;
/** Quiet for so long is between two words. */
const betweenWordsMs = 100;
/** The agent does not come to an end. */
const longestReplyMs = 30_000;
/** So much of the last answer is listened to. */
const lastWordMs = 300;

/** Says it all, and resolves to what was done when; the last answer is heard to its beginning, or to its sound. */
export async function playCaller(
  turns: readonly SpokenTurn[],
  line: CallerLine,
  speech: SpeechPort,
): Promise<Act[]> {
  const acts: Act[] = [];
  /** How much of the agent was heard when the caller last spoke. */
  let heardBefore = 0;
  let spokeAt = line.now();
  const heardMs = (): number => line.agentAudibleMs() - heardBefore;
  const quietMs = (): number => line.now() - line.agentLastAudibleAt();
  const until = (check: () => boolean): Promise<void> => untilFrame(line, check);

  const isSpeaking = (afterMs: number): boolean => heardMs() >= afterMs && quietMs() < betweenWordsMs;

  /** Heard and finished, or given up. */
  const finished = (thinkMs: number): boolean =>
    heardMs() > 0
      ? quietMs() >= finishedMs + thinkMs || line.now() >= spokeAt + longestReplyMs
      : line.now() >= spokeAt + patienceMs;

  async function say(kind: Act["kind"], spoken: SpokenLine): Promise<void> {
    const { from } = beginLine(spoken, line, speech);
    const first = spoken.chunks.at(0)?.startMs ?? 0;
    const last = spoken.chunks.at(-1)?.endMs ?? 0;
    acts.push({ kind, from: from + first, to: from + last });
    await until(() => line.now() >= from + last);
  }

  for (const [index, turn] of turns.entries()) {
    const { bargeInAfterMs, thinkMs, sound } = turn;
    await until(() => (bargeInAfterMs !== undefined && isSpeaking(bargeInAfterMs)) || finished(thinkMs));
    await say("turn", turn.line);
    heardBefore = line.agentAudibleMs();
    spokeAt = line.now();
    if (sound !== undefined) {
      await until(() => isSpeaking(sound.afterMs) || finished(thinkMs));
      if (isSpeaking(sound.afterMs)) {
        await say(sound.kind, sound.line);
        const { to } = acts.at(-1) ?? { to: 0 };
        await until(() => line.now() >= to + listensAfterSoundMs);
      }
    }
    if (index === turns.length - 1) await until(() => heardMs() >= lastWordMs || finished(thinkMs));
  }
  return acts;
}

/** Looks once in every frame of the line. */
function untilFrame(line: CallerLine, check: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (check()) return resolve();
    const leave = line.subscribe(() => {
      if (!check()) return;
      leave();
      resolve();
    });
  });
}
