/** The part of the recognizer's dictionary that a set of words needs: a small one loads fast. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** The dictionary's lines by word; a word may have several pronunciations, a word that it does not know has none. */
export async function readPronunciations(
  dictionary: string,
  words: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for await (const line of createInterface({ input: createReadStream(dictionary) })) {
    const word = line.slice(0, line.indexOf(" ")).replace(/\(\d+\)$/, "");
    if (words.has(word)) found.set(word, [...(found.get(word) ?? []), line]);
  }
  return found;
}
