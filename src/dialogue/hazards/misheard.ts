/** Puts right what a recognizer got wrong, as far as the table knows it. */
import { soundsAlike } from "#src/dialogue/understanding/edit-distance.ts";
import { misheard, unmistakable } from "./misheard-words.ts";
import type { HazardWord } from "./phrases.ts";

/** Replaces misheard words, in place; breaks stay after the last word of each. */
export function mendMisheard(words: readonly HazardWord[]): HazardWord[] {
  const mended: HazardWord[] = [];
  for (let at = 0; at < words.length;) {
    const { said, meant } = mishearingAt(words, at) ?? nearMissAt(words, at);
    const breaks = words[at + said.length - 1]?.breaks ?? "";
    for (const [index, text] of meant.entries())
      mended.push({ text, breaks: index === meant.length - 1 ? breaks : "" });
    at += said.length;
  }
  return mended;
}

interface Meant {
  said: readonly string[];
  meant: readonly string[];
}

interface Mishearing extends Meant {
  /** One of these has to be among the two words before. */
  after: ReadonlySet<string> | undefined;
  /** One of these has to be among the two words that follow. */
  before: ReadonlySet<string> | undefined;
}

const shortestNearMiss = 7;

function nearMissAt(words: readonly HazardWord[], at: number): Meant {
  const text = words[at]?.text ?? "";
  const near =
    text.length < shortestNearMiss
      ? undefined
      : unmistakable.find((word) => word[0] === text[0] && soundsAlike(text, word));
  return { said: [text], meant: [near ?? text] };
}

const mishearings = byFirstWord();

function mishearingAt(words: readonly HazardWord[], at: number): Mishearing | undefined {
  return mishearings
    .get(words[at]?.text ?? "")
    ?.find(
      ({ said, after, before }) =>
        said.every(
          (word, index) =>
            words[at + index]?.text === word &&
            (index === said.length - 1 || words[at + index]?.breaks !== "."),
        ) && fits(words, at, said.length, after, before),
    );
}

function fits(
  words: readonly HazardWord[],
  at: number,
  length: number,
  after: ReadonlySet<string> | undefined,
  before: ReadonlySet<string> | undefined,
): boolean {
  const says = (index: number, set: ReadonlySet<string>): boolean => set.has(words[index]?.text ?? "");
  return (
    (after === undefined || says(at - 1, after) || says(at - 2, after)) &&
    (before === undefined || says(at + length, before) || says(at + length + 1, before))
  );
}

/** The longest first, so that `c o two alarm` is not `co two alarm`. */
function byFirstWord(): ReadonlyMap<string, readonly Mishearing[]> {
  const map = new Map<string, Mishearing[]>();
  for (const [said, meant, after, before] of misheard) {
    const words = said.split(" ");
    const list = map.get(words[0] ?? "") ?? [];
    list.push({ said: words, meant: meant.split(" "), after: setOf(after), before: setOf(before) });
    map.set(words[0] ?? "", list);
  }
  for (const list of map.values()) list.sort((one, other) => other.said.length - one.said.length);
  return map;
}

function setOf(words: string | undefined): ReadonlySet<string> | undefined {
  return words === undefined || words === "" ? undefined : new Set(words.split(" "));
}
