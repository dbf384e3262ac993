import { describe, expect, test } from "vitest";
import { openCallerLine } from "#src/simulate/caller-line.ts";
import { agentAudibleBetween, bargeIns, median, waitBefore, type LineTruth } from "#src/simulate/measure.ts";
import { speakLine } from "#src/simulate/speech.ts";
import { agentFrame, toneVoice } from "./sounds.ts";
import { VirtualTimers } from "./virtual-timers.ts";

/** The caller speaks from 0 to 300, the agent from 800 to 1400, and falls silent over the caller's "cd" from 1300 on. */
async function conversation() {
  const timers = new VirtualTimers();
  const line = openCallerLine({ timers, noise: new Int16Array(320) });
  const say = async (text: string) =>
    line.say(await speakLine(text, { synthesize: toneVoice, telephone: false, seed: 1 }));
  const start = timers.now();
  await say("abc");
  await timers.advance(800);
  for (let frame = 0; frame < 30; frame++) {
    if (frame === 25) await say("cd");
    line.write(agentFrame());
    await timers.advance(20);
  }
  await timers.advance(600);
  line.write(agentFrame());
  await timers.advance(40);
  return { truth: line.truth(), start };
}

describe("measured on the line", () => {
  test("the wait is from the caller's last voiced sample to the agent's first one", async () => {
    const { truth, start } = await conversation();
    expect(waitBefore(truth, start + 700)).toBe(500);
  });

  test("a barge-in is from the caller's first voiced sample to the agent's last one", async () => {
    const { truth, start } = await conversation();
    expect(bargeIns(truth)).toEqual([
      { kind: "words", at: start + 1_300, until: start + 1_500, silencedMs: 100, quietMs: 600 },
    ]);
  });

  test("the agent's audible time between two moments leaves its silence out", async () => {
    const { truth, start } = await conversation();
    expect(agentAudibleBetween(truth, start + 1_300, start + 2_010)).toBe(110);
  });
});

describe("a wait", () => {
  const agent = [{ from: 1_000, to: 2_000 }];
  const words = (from: number, to: number) => ({ kind: "words" as const, text: "", from, to });

  test("counts from the last words before the turn was taken, not from a cough", () => {
    const truth: LineTruth = {
      caller: [
        words(0, 100),
        words(200, 400),
        { kind: "cough", text: "", from: 500, to: 700 },
        words(900, 950),
      ],
      agent,
    };
    expect(waitBefore(truth, 800)).toBe(600);
  });

  test("is none when the agent was already speaking, when nobody spoke, or when nothing was answered", () => {
    const more = [...agent, { from: 3_000, to: 3_500 }];
    expect(waitBefore({ caller: [words(900, 1_100)], agent: more }, 1_200)).toBeUndefined();
    expect(waitBefore({ caller: [], agent }, 1_200)).toBeUndefined();
    expect(waitBefore({ caller: [words(2_100, 2_200)], agent }, 2_300)).toBeUndefined();
  });

  test("ends with a speech, not with the next word of one", () => {
    const truth = {
      caller: [words(1_100, 1_250)],
      agent: [
        { from: 1_000, to: 1_200 },
        { from: 1_300, to: 1_500 },
      ],
    };
    expect(waitBefore(truth, 1_260)).toBeUndefined();
  });
});

test("a sound in the agent's silence is no barge-in", () => {
  const truth: LineTruth = {
    caller: [{ kind: "cough", text: "", from: 2_500, to: 2_800 }],
    agent: [{ from: 1_000, to: 2_000 }],
  };
  expect(bargeIns(truth)).toEqual([]);
});

test("the median of an even number lies between the two in the middle", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, undefined]);
});
