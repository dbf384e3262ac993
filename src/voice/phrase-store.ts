/** Fixed phrases on disk: each is synthesized once a machine, and every call's process reads it from there. */
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { holdsAudio, readAudio, writeAudio } from "./audio-file.ts";
import { type CachedPhrase, synthesizePhrases } from "./phrase-cache.ts";
import type { SpeechSynthesis } from "./speech-synthesis.ts";

/** What a text sounds like depends on: the provider's model and its voice. */
export interface PhraseVoice {
  model: string;
  voice: string;
}

export interface PhraseStore {
  /**
   * Synthesizes what is not there yet, or is there damaged; `synthesized` counts those texts. Throws, naming the phrase,
   * when one cannot be synthesized; what was synthesized before it is kept.
   */
  fill(
    phrases: Readonly<Record<string, string>>,
    voice: PhraseVoice,
    speech: SpeechSynthesis,
    signal: AbortSignal,
  ): Promise<{ synthesized: number }>;
  /** By name. Throws, naming the phrase, when one is missing or damaged. */
  read(phrases: Readonly<Record<string, string>>, voice: PhraseVoice): ReadonlyMap<string, CachedPhrase>;
}

/** `folder` need not be there before something is kept in it. */
export function openPhraseStore(folder: string): PhraseStore {
  const fileOf = (text: string, { model, voice }: PhraseVoice) =>
    join(
      folder,
      `${createHash("sha256")
        .update(JSON.stringify([model, voice, text]))
        .digest("hex")}.pcm`,
    );

  return {
    async fill(phrases, voice, speech, signal) {
      mkdirSync(folder, { recursive: true });
      const lacking = Object.entries(phrases).filter(([, text]) => !holdsAudio(fileOf(text, voice)));
      const once = new Map(lacking.map(([name, text]) => [text, name]));
      const wanted = Object.fromEntries([...once].map(([text, name]) => [name, text]));
      await synthesizePhrases(wanted, speech, signal, (_, { text, samples }) =>
        writeAudio(fileOf(text, voice), samples),
      );
      return { synthesized: once.size };
    },

    read(phrases, voice) {
      return new Map(
        Object.entries(phrases).map(([name, text]) => {
          const samples = readAudio(fileOf(text, voice));
          if (samples === undefined)
            throw new Error(
              `The fixed phrase '${name}' is not in ${folder} as a whole; start the worker anew to synthesize it.`,
            );
          return [name, { text, samples }];
        }),
      );
    },
  };
}
