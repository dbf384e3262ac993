import { expect, test } from "vitest";
import { openers, replyText, speakablePieces } from "./replies.ts";

const replies = (seed: number, length: "short" | "long"): string[] =>
  Array.from({ length: 40 }, (_, said) => replyText({ seed, length }, said));

test("a reply depends on the seed and on how much the caller has said, and on nothing else", () => {
  expect(replies(1, "short")).toEqual(replies(1, "short"));
  expect(replies(1, "short")).not.toEqual(replies(2, "short"));
  expect(new Set(replies(1, "short")).size).toBeGreaterThan(6);
});

test("every reply begins with a short sentence and ends in a question; long ones leave time to interrupt", () => {
  for (const reply of [...replies(1, "short"), ...replies(1, "long")]) {
    expect(openers).toContain(/^[^.?]*\./.exec(reply)?.[0]);
    expect(reply).toMatch(/\?$/);
  }
  for (const reply of replies(3, "long")) expect(reply.split(" ").length).toBeGreaterThan(20);
  for (const reply of replies(3, "short")) expect(reply.split(" ").length).toBeLessThan(13);
});

test("whatever a client makes of a reply's sentences was spoken beforehand", () => {
  const pieces = speakablePieces();
  for (const reply of replies(1, "long")) {
    const sentences = reply.split(/(?<=[.?]) /);
    expect(sentences).toHaveLength(3);
    expect(pieces).toEqual(
      expect.arrayContaining([
        reply,
        ...sentences,
        sentences.slice(0, 2).join(" "),
        sentences.slice(1).join(" "),
      ]),
    );
  }
});
