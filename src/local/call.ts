/** One call's engines: their behaviour, what they were asked, and the words of the simulated caller. */
import type { Behaviour, BehaviourInput } from "./behaviour.ts";
import { parseBehaviour } from "./behaviour.ts";
import { createDraws, type Draws } from "./draws.ts";
import type { Recognize } from "./ear.ts";
import type { Requests } from "./requests.ts";
import type { ScriptedSpeech, Stage } from "./scripted-speech.ts";
import { createStage } from "./scripted-speech.ts";

export interface LocalCall {
  /** Replaces the whole behaviour, for requests that begin from now on; requests keep their count. */
  configure(behaviour: BehaviourInput): void;
  /** Chooses who hears from the next connection on: the script, or the recognizer that the engines were started with. */
  listen(by: Listening): void;
  /** Without effect when a real recognizer listens. */
  readonly speech: ScriptedSpeech;
  readonly requests: Requests;
  /** Ends what is under way, closes the call's sockets, forgets its key. */
  close(): void;
}

type Listening = "scripted" | "real";

/** What the endpoints see of a call. */
export interface CallState {
  readonly key: string;
  readonly stage: Stage;
  readonly requests: Requests;
  /** Aborted when the call is closed. */
  readonly signal: AbortSignal;
  behaviour(): Behaviour;
  /** Undefined: the script is heard. */
  recognize(): Recognize | undefined;
  readonly draws: Readonly<Record<keyof Behaviour, Draws>>;
}

/**
 * `recognizer`: the real one, if there is one; it hears unless the call says otherwise. Calls of the same `seed` draw the same
 * latencies.
 */
export function createCall(
  key: string,
  seed: string,
  recognizer: Recognize | undefined,
  forget: () => void,
): { call: LocalCall; state: CallState } {
  let behaviour = parseBehaviour({});
  let recognize = recognizer;
  const closing = new AbortController();
  const stage = createStage();
  const requests: Requests = { listen: [], chat: [], speech: [], transcription: [], aura: [] };
  return {
    call: {
      configure: (input) => {
        behaviour = parseBehaviour(input);
      },
      listen: (by) => {
        if (by === "real" && recognizer === undefined)
          throw new Error("The local engines were started without a recognizer: give them one.");
        recognize = by === "real" ? recognizer : undefined;
      },
      speech: stage.speech,
      requests,
      close: () => {
        forget();
        closing.abort();
      },
    },
    state: {
      key,
      stage,
      requests,
      signal: closing.signal,
      behaviour: () => behaviour,
      recognize: () => recognize,
      draws: {
        stt: createDraws(`${seed}/stt`),
        llm: createDraws(`${seed}/llm`),
        tts: createDraws(`${seed}/tts`),
        transcription: createDraws(`${seed}/transcription`),
        aura: createDraws(`${seed}/aura`),
      },
    },
  };
}
