import { expect, test } from "vitest";
import { planCalls, type PlannedCall } from "./plan.ts";

const wordsOf = (calls: PlannedCall[], audio: PlannedCall["audio"]): string[] =>
  calls
    .filter((call) => call.audio === audio)
    .flatMap(({ turns }) => turns.flatMap(({ line }) => line.chunks.map(({ text }) => text)));

test("half of the turns are over each kind of line, side by side, with the same words and noise of their own", async () => {
  const calls = await planCalls("short", 20, 3);
  expect(calls.map(({ audio, turns }) => [audio, turns.length])).toEqual([
    ["wideband", 5],
    ["telephone", 5],
    ["wideband", 5],
    ["telephone", 5],
  ]);
  expect(wordsOf(calls, "telephone")).toEqual(wordsOf(calls, "wideband"));
  expect(calls.map(({ noise }) => [noise.rms, noise.telephone])).toEqual([
    [0.0001, false],
    [0.01, true],
    [0.0001, false],
    [0.01, true],
  ]);
  // No two calls have the same noise, the same latencies or the same replies.
  expect(new Set(calls.map(({ seed }) => seed)).size).toBe(4);
});

test("a plan is the same to the sample when it is made again, and another for another seed", async () => {
  const [one, again, other] = [
    await planCalls("sounds", 2, 3),
    await planCalls("sounds", 2, 3),
    await planCalls("sounds", 2, 4),
  ];
  expect(again).toEqual(one);
  expect(wordsOf(other, "wideband")).not.toEqual(wordsOf(one, "wideband"));
  expect(one[0]?.turns[0]?.sound).toMatchObject({ kind: "cough" });
});

test("who means to interrupt is given time to", async () => {
  const lengths = await Promise.all(
    (["short", "barge-ins", "sounds"] as const).map(
      async (caller) => (await planCalls(caller, 2, 1))[0]?.replies.length,
    ),
  );
  expect(lengths).toEqual(["short", "long", "long"]);
});
