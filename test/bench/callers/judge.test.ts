import { describe, expect, test } from "vitest";
import type { Act } from "./act.ts";
import { judge as judgeHeard } from "./judge.ts";

const turn = (from: number, to: number): Act => ({ kind: "turn", from, to });
const cough = (from: number, to: number): Act => ({ kind: "cough", from, to });
const speech = (from: number, to: number) => ({ from, to });

/** `asked`: the model is asked with each of the caller's words, unless it is said. */
const judge = (
  acts: Act[],
  agent: { from: number; to: number }[],
  asked = acts.filter(({ kind }) => kind === "turn").map(({ from }) => from + 1),
) => judgeHeard({ acts, agent, asked });

describe("a turn", () => {
  test("waits from its last voiced sample to the agent's first", () => {
    const { turns } = judge(
      [turn(1_000, 2_000), turn(6_000, 7_000)],
      [speech(2_650, 4_900), speech(7_710, 9_000)],
    );
    expect(turns).toEqual([
      { waitMs: 650, wronglyTaken: false },
      { waitMs: 710, wronglyTaken: false },
    ]);
  });

  test("that is taken before its end has no wait", () => {
    const { turns } = judge(
      [turn(1_000, 4_000)],
      [speech(0, 900), speech(2_400, 2_900), speech(4_700, 6_000)],
    );
    expect(turns).toEqual([{ wronglyTaken: true }]);
  });

  test("is not taken by a word of the speech that it interrupts", () => {
    const { turns, bargeIns } = judge(
      [turn(1_000, 3_000)],
      // Quiet for 200 ms is between two words.
      [speech(0, 950), speech(1_020, 1_100), speech(3_600, 5_000)],
    );
    expect(turns).toEqual([{ waitMs: 600, wronglyTaken: false }]);
    expect(bargeIns).toEqual([{ silencedMs: 100 }]);
  });

  test("that is answered only after the next one has begun was not answered", () => {
    const { turns } = judge([turn(1_000, 2_000), turn(14_000, 15_000)], [speech(15_800, 17_000)]);
    expect(turns).toEqual([{ wronglyTaken: false }, { waitMs: 800, wronglyTaken: false }]);
  });

  test("is not answered by speech that goes on, for which the model was not asked", () => {
    const agent = [speech(0, 1_100), speech(2_200, 3_000), speech(3_700, 5_000)];
    const wait = (asked: number[]) => judge([turn(1_000, 2_000)], agent, asked).turns;
    expect(wait([900])).toEqual([{ wronglyTaken: false }]);
    expect(wait([900, 2_500])).toEqual([{ waitMs: 1_700, wronglyTaken: false }]);
    expect(wait([1_500])).toEqual([{ waitMs: 200, wronglyTaken: false }]);
  });

  test("over which the agent spoke to its end and on has no wait", () => {
    const { turns, bargeIns } = judge([turn(1_000, 2_000)], [speech(0, 5_000), speech(5_500, 6_000)]);
    expect(turns).toEqual([{ wronglyTaken: false }]);
    expect(bargeIns).toEqual([{}]);
  });
});

describe("an interruption", () => {
  test("is silenced at the end of the agent's last sample", () => {
    const { bargeIns } = judge([turn(2_000, 4_000)], [speech(0, 2_090), speech(4_600, 6_000)]);
    expect(bargeIns).toEqual([{ silencedMs: 90 }]);
  });

  test("counts as such until half a second after its words", () => {
    expect(judge([turn(2_000, 3_000)], [speech(0, 3_499)]).bargeIns).toEqual([{ silencedMs: 1_499 }]);
    expect(judge([turn(2_000, 3_000)], [speech(0, 3_501)]).bargeIns).toEqual([{}]);
  });

  test("is none where the agent was quiet", () => {
    expect(judge([turn(2_000, 3_000)], [speech(0, 1_700)]).bargeIns).toEqual([]);
  });

  test("that the agent goes on over is taken wrongly, too", () => {
    const { turns } = judge([turn(2_000, 4_000)], [speech(0, 2_100), speech(2_700, 5_000)]);
    expect(turns).toEqual([{ wronglyTaken: true }]);
  });
});

describe("a sound", () => {
  test("over which the agent goes on has not silenced it", () => {
    expect(judge([cough(2_000, 2_300)], [speech(0, 8_000)]).sounds).toEqual([
      { kind: "cough", silenced: false },
    ]);
  });

  test("that silences the agent is resumed when it goes on within three seconds", () => {
    const silenced = (from: number) =>
      judge([cough(2_000, 2_300)], [speech(0, 2_100), speech(from, 9_000)]).sounds;
    expect(silenced(5_200)).toEqual([{ kind: "cough", silenced: true, resumed: true }]);
    expect(silenced(5_400)).toEqual([{ kind: "cough", silenced: true, resumed: false }]);
  });

  test("is not resumed by the answer to what the caller says next", () => {
    const acts = [cough(2_000, 2_300), turn(3_000, 3_800)];
    expect(judge(acts, [speech(0, 2_100), speech(4_500, 6_000)]).sounds).toEqual([
      { kind: "cough", silenced: true, resumed: false },
    ]);
  });

  test("is not resumed by a reply to it", () => {
    const sounds = (asked: number[]) =>
      judge([cough(2_000, 2_300)], [speech(0, 2_100), speech(3_500, 9_000)], asked).sounds[0]?.resumed;
    expect([sounds([1_900, 3_600]), sounds([2_900])]).toEqual([true, false]);
  });

  test("is no turn and no interruption, and none at all while the agent is quiet", () => {
    expect(judge([cough(2_000, 2_300)], [speech(0, 1_500)])).toEqual({ turns: [], bargeIns: [], sounds: [] });
    expect(judge([cough(2_000, 2_300)], [speech(0, 2_100)])).toMatchObject({ turns: [], bargeIns: [] });
  });
});
