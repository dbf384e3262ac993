/** Calls as they are known: what is told twice, late, or of an erased call. */
import { expect, test } from "vitest";
import { byDay, orderRunning } from "#src/dashboard/calls/order.ts";
import { changeRuns, type LiveRuns, noRuns } from "#src/dashboard/live/live-runs.ts";
import { clockOf } from "#src/dashboard/words/times.ts";
import { makeRun, runId } from "./fixture/runs.ts";

const at = new Date("2026-03-01T08:12:00Z");
const running = (n: number, position: number, given = {}) =>
  makeRun(n, at, { status: "running", position, ...given });
const told = (live: LiveRuns, ...runs: ReturnType<typeof running>[]) =>
  changeRuns(live, { kind: "told", runs, erased: [] });
const numberOf = (id: string): number => Number(id.slice(-2));
const positions = ({ runs }: LiveRuns) => [...runs.values()].map(({ position }) => position);

test("the later version of a call holds, in whatever order they come", () => {
  const live = told(told(told(noRuns, running(1, 5)), running(1, 9)), running(1, 7));
  expect(positions(live)).toEqual([9]);
});

test("what is told again changes nothing", () => {
  const live = told(noRuns, running(1, 5));
  expect(told(live, running(1, 5))).toBe(live);
});

test("a hazard is called out when it is told, once, and not when it was known before the stream", () => {
  const known = changeRuns(noRuns, { kind: "known", runs: [running(1, 5, { hazards: ["gas"] })] });
  const more = told(known, running(1, 6, { hazards: ["gas", "fire"] }));
  const again = told(more, running(1, 7, { hazards: ["gas", "fire"] }));
  expect([known, more, again].map(({ toCall }) => toCall.map(({ hazards }) => hazards))).toEqual([
    [],
    [["fire"]],
    [],
  ]);
});

test("a hazard of a call that is over is not called out", () => {
  const live = told(noRuns, running(1, 6, { hazards: ["gas"], status: "completed" }));
  expect(live.toCall).toEqual([]);
});

test("an erased call is gone, and late news do not bring it back", () => {
  const erased = changeRuns(told(noRuns, running(1, 5), running(2, 6)), {
    kind: "told",
    runs: [],
    erased: [runId(1)],
  });
  expect(positions(told(erased, running(1, 9)))).toEqual([6]);
});

test("after a break, calls that are not listed any more are gone; what was told since, and what came back, stays", () => {
  const before = told(noRuns, running(1, 5), running(2, 6), running(3, 7, { status: "completed" }));
  const resumed = told(changeRuns(before, { kind: "resumed" }), running(4, 9), running(2, 10));
  const listed = changeRuns(resumed, { kind: "known", runs: [running(1, 5)] });
  expect([...resumed.runs.keys()].map(numberOf)).toEqual([1, 2, 3, 4]);
  expect([...listed.runs.keys()].map(numberOf)).toEqual([1, 2, 4]);
});

test("a list that nothing was in doubt for takes nothing away", () => {
  const live = changeRuns(told(noRuns, running(1, 5)), { kind: "known", runs: [] });
  expect([...live.runs.keys()].map(numberOf)).toEqual([1]);
});

test("danger comes first, the latest hazard on top; then emergencies, then the newest calls", () => {
  const later = new Date(at.getTime() + 60_000);
  const runs = [
    running(1, 1),
    makeRun(2, later, { status: "running" }),
    running(3, 3, { urgency: "emergency" }),
    running(4, 4, { hazards: ["gas"] }),
    running(5, 5, { urgency: "lifeSafety" }),
    running(6, 6, { hazards: ["fire"] }),
  ];
  const hazardAt = new Map([
    [runId(4), 90],
    [runId(6), 80],
  ]);
  expect(orderRunning(runs, hazardAt).map(({ id }) => numberOf(id))).toEqual([4, 6, 5, 3, 2, 1]);
});

test("days are those of the workspace's time zone", () => {
  const clock = clockOf("America/New_York");
  const days = byDay(
    ["2026-03-01T04:59:00Z", "2026-03-01T05:01:00Z", "2026-03-02T04:00:00Z"].map((time, index) =>
      makeRun(index, new Date(time)),
    ),
    clock.day,
  );
  expect(days.map(({ day, items }) => [day, items.length])).toEqual([
    ["2026-03-01", 2],
    ["2026-02-28", 1],
  ]);
});
