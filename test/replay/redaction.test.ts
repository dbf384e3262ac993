import { expect, it } from "vitest";
import { endpointWait } from "#machines/call/endpointing.ts";
import type { Expectation } from "#machines/call/types.ts";
import { countDigits, isBackchannel, isListeningWord, normalize } from "#machines/call/words.ts";
import { createWordRedactor } from "#src/replay/redact-words.ts";

/** A small generator (mulberry32): the same seed, the same sentences. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const said = (
  "Gwendolyn Farquhar Wisteria Lane ceiling dripping water pipe burst José driver's where's 718 4B 5559913 555-0142 " +
  "yes yeah okay no right uh um mhm oh and the a with it's there's I'm that's zero one two five double nine I see fine " +
  "go ahead correct of to"
).split(" ");
const ends = ["", ".", "?", "!", ",", " -", '."', "…", ";"];
const expectations: readonly Expectation[] = ["open", "story", "yesNo", "address", "telephone"];

it("redacted words are taken by the chart as the real ones are, and give none of them away", () => {
  const random = seeded(1);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let call = 0; call < 200; call++) {
    const redact = createWordRedactor(random);
    const texts = Array.from({ length: 10 }, () => {
      const words = Array.from({ length: Math.floor(random() * 8) }, () => one(said));
      return `${words.join(" ")}${one(ends)}`;
    });
    for (const text of texts) {
      const hidden = redact(text);
      expect(hidden).not.toMatch(/gwendolyn|farquhar|wisteria|lane|ceiling|718|9913|0142|josé/);
      expect(decisions(hidden), `${text} → ${hidden}`).toEqual(decisions(text));
      const other = one(texts);
      const longer = `${text} ${other}`;
      expect(normalize(`${hidden} ${redact(other)}`).startsWith(normalize(hidden))).toBe(
        normalize(longer).startsWith(normalize(text)),
      );
    }
  }
});

it("a transcript that is the beginning of another still is, within a word, too", () => {
  const redact = createWordRedactor(seeded(2));

  expect(redact("my apartment").startsWith(redact("my apart"))).toBe(true);
  expect(redact("my apartment").startsWith(redact("my address"))).toBe(false);
  expect(redact("flat 304")).not.toBe(redact("flat 303"));
});

const decisions = (text: string) => ({
  silent: normalize(text) === "",
  listening: isListeningWord(text),
  backchannel: expectations.map((expects) => isBackchannel(text, expects)),
  digits: countDigits(text),
  agrees: /^(?:yes|yeah|yep|sure|okay|ok|fine|i do|i agree|go ahead)\b/.test(normalize(text)),
  waits: expectations.map((expects) =>
    endpointWait({ words: text, expects, endOfTurn: undefined, bounds: { minMs: 300, maxMs: 1800 } }),
  ),
});
