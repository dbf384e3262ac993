/**
 * Real recognition on this computer, by Debian's pocketsphinx with a small language model of the sentences that callers
 * are expected to say. It does well within that domain and badly outside it.
 */
import { execFile } from "node:child_process";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Recognize } from "./ear.ts";
import { arpaModel } from "./language-model.ts";
import type { Decoder } from "./pocketsphinx-decoder.ts";
import { startDecoder } from "./pocketsphinx-decoder.ts";
import { createPocketSphinxEar } from "./pocketsphinx-ear.ts";
import { readPronunciations } from "./pronunciations.ts";
import { smallNumbers, spokenWords, tens } from "./spoken-words.ts";

export interface PocketSphinx {
  recognize: Recognize;
  /** Waits for the decoders to end and removes the language model. */
  close(): Promise<void>;
}

const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
/** Known whatever the sentences are: callers give numbers, and spell. */
const alwaysKnown = [...smallNumbers, ...tens, "oh", "yes", "no", ...letters];

const folders = ["/usr/share/pocketsphinx/model/en-us", "/usr/local/share/pocketsphinx/model/en-us"];

/** @throws Error that names the Debian packages when they are missing. */
export async function preparePocketSphinx(sentences: readonly string[]): Promise<PocketSphinx> {
  const installed = await findModel();
  const spoken = sentences.map(spokenWords);
  const words = new Set([...spoken.flat(), ...alwaysKnown]);
  const pronunciations = await readPronunciations(path.join(installed, "cmudict-en-us.dict"), words);
  const known = (word: string) => pronunciations.has(word);
  const folder = await mkdtemp(path.join(tmpdir(), "pocketsphinx-"));
  const model = {
    acoustic: path.join(installed, "en-us"),
    dictionary: path.join(folder, "words.dict"),
    language: path.join(folder, "sentences.lm"),
  };
  await writeFile(model.dictionary, `${[...pronunciations.values()].flat().join("\n")}\n`);
  const grams = arpaModel(
    spoken.map((words) => words.filter(known)).filter((words) => words.length > 0),
    alwaysKnown.filter(known),
  );
  await writeFile(model.language, grams);
  const decoders = new Set<Decoder>();
  const openDecoder = () => {
    const decoder = startDecoder(model);
    decoders.add(decoder);
    void decoder.ended.then(() => decoders.delete(decoder));
    return decoder;
  };
  return {
    recognize: (options) => createPocketSphinxEar({ ...options, openDecoder }),
    close: async () => {
      const running = [...decoders];
      for (const decoder of running) decoder.end();
      await Promise.all(running.map(async (decoder) => decoder.ended));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const isPocketSphinxInstalled = (): Promise<boolean> =>
  findModel().then(
    () => true,
    () => false,
  );

async function findModel(): Promise<string> {
  try {
    await promisify(execFile)("sh", ["-c", "command -v pocketsphinx_continuous"]);
    return await Promise.any(
      folders.map(async (folder) => {
        await access(path.join(folder, "cmudict-en-us.dict"));
        return folder;
      }),
    );
  } catch (error) {
    const message = "pocketsphinx is not installed: run `apt-get install pocketsphinx pocketsphinx-en-us`";
    throw new Error(message, { cause: error });
  }
}
