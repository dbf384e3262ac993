import { expect, test } from "vitest";
import { type CallerLine, openCallerLine } from "#src/simulate/caller-line.ts";
import type { SpokenLine } from "#src/simulate/speech.ts";
import { agentFrame, silentFrame } from "../../simulate/sounds.ts";
import { VirtualTimers } from "../../simulate/virtual-timers.ts";
import type { Act } from "./act.ts";
import { playCaller } from "./play.ts";
import type { SpokenTurn } from "./speak.ts";

const spoken = (ms: number, kind: "words" | "cough" = "words"): SpokenLine => ({
  samples: new Int16Array(ms * 16).fill(5_000),
  chunks: [
    {
      kind,
      text: "Yes.",
      words: kind === "words" ? [{ text: "Yes.", endMs: ms }] : [],
      startMs: 0,
      endMs: ms,
    },
  ],
});
const turn = (more: Partial<SpokenTurn> = {}): SpokenTurn => ({ line: spoken(500), thinkMs: 300, ...more });

/** A caller with an agent that speaks from each of these times for so long; times count from the line's beginning. */
async function play(turns: SpokenTurn[], agent: { at: number; ms: number }[], lastsMs: number) {
  const timers = new VirtualTimers();
  const line: CallerLine = openCallerLine({ timers, noise: new Int16Array(320), remembers: false });
  const start = timers.now();
  const told: number[] = [];
  let acts: Act[] | undefined;
  const speech = { say: () => told.push(timers.now() - start), cut: () => {} };
  void playCaller(turns, line, speech).then((done) => {
    acts = done;
  });
  for (let at = 0; at < lastsMs; at += 20) {
    const speaks = agent.some((speech) => at >= speech.at && at < speech.at + speech.ms);
    line.write(speaks ? agentFrame() : silentFrame());
    await timers.advance(20);
  }
  line.close();
  return {
    told,
    acts: acts?.map(({ kind, from, to }) => ({ kind, from: from - start, to: to - start })),
  };
}

/** It looks once a frame. */
const within = (ms: number | undefined, from: number): void => {
  expect(ms).toBeGreaterThanOrEqual(from);
  expect(ms).toBeLessThanOrEqual(from + 40);
};

test("waits until the agent was heard and quiet for 700 ms, and thinks; a pause of the agent's is none", async () => {
  const greeting = [
    { at: 200, ms: 1_000 },
    { at: 1_800, ms: 400 },
  ];
  const { acts, told } = await play([turn()], [...greeting, { at: 4_000, ms: 600 }], 6_000);
  expect(acts).toHaveLength(1);
  within(acts?.[0]?.from, 2_200 + 1_000);
  expect(acts?.[0]?.to).toBe((acts?.[0]?.from ?? 0) + 500);
  expect(told).toEqual([acts?.[0]?.from]);
});

test("answers again only when it was answered", async () => {
  const agent = [
    { at: 0, ms: 400 },
    { at: 3_500, ms: 700 },
    { at: 7_000, ms: 700 },
  ];
  const { acts } = await play([turn(), turn()], agent, 9_000);
  within(acts?.[0]?.from, 1_400);
  within(acts?.[1]?.from, 4_200 + 1_000);
});

test("gives up after twelve seconds without an answer, and hangs up after its last turn", async () => {
  const { acts } = await play([turn(), turn()], [{ at: 0, ms: 400 }], 28_000);
  within(acts?.[0]?.from, 1_400);
  within(acts?.[1]?.from, 1_900 + 12_000);
  expect(acts).toHaveLength(2);
});

test("barges in so long into the agent's speech, counted by what was heard", async () => {
  const agent = [
    { at: 0, ms: 400 },
    { at: 3_000, ms: 500 },
    { at: 4_000, ms: 3_000 },
  ];
  const { acts } = await play([turn(), turn({ bargeInAfterMs: 900 })], agent, 9_000);
  within(acts?.[1]?.from, 4_400);
});

test("takes its turn as any other where the agent has finished before it could be interrupted", async () => {
  const agent = [
    { at: 0, ms: 400 },
    { at: 3_000, ms: 500 },
  ];
  const { acts } = await play([turn(), turn({ bargeInAfterMs: 900 })], agent, 18_000);
  within(acts?.[1]?.from, 3_500 + 1_000);
});

test("coughs while the agent speaks, listens for three seconds, and waits for the end", async () => {
  const cough = { kind: "cough", afterMs: 800, line: spoken(300, "cough") } as const;
  const agent = [
    { at: 0, ms: 400 },
    { at: 3_000, ms: 1_000 },
    { at: 6_900, ms: 400 },
  ];
  const { acts, told } = await play([turn({ sound: cough }), turn()], agent, 22_000);
  expect(acts?.map(({ kind }) => kind)).toEqual(["turn", "cough", "turn"]);
  within(acts?.[1]?.from, 3_800);
  // 3 s after the cough the agent is on again: it is heard to its end.
  within(acts?.[2]?.from, 7_300 + 1_000);
  // The recognizer is told words, not coughs.
  expect(told).toHaveLength(2);
});

test("listens no longer than that where the cough has silenced the agent for good", async () => {
  const cough = { kind: "cough", afterMs: 800, line: spoken(300, "cough") } as const;
  const agent = [
    { at: 0, ms: 400 },
    { at: 3_000, ms: 820 },
  ];
  const { acts } = await play([turn({ sound: cough }), turn()], agent, 22_000);
  within(acts?.[2]?.from, (acts?.[1]?.to ?? 0) + 3_000);
});
