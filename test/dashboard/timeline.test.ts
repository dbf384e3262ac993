/** A call's events as lines. */
import { expect, test } from "vitest";
import { barsOf } from "#src/dashboard/call/latency.ts";
import { timelineOf } from "#src/dashboard/call/timeline.ts";
import { inOrderOfCall, mergeEvents } from "#src/dashboard/live/merge.ts";
import { agent, makeEvent, storyOf, tenant } from "./fixture/events.ts";

const at = new Date("2026-03-01T08:12:00Z");
const said = (sequence: number, text = "Yes.", stage = "problem") =>
  makeEvent(1, sequence, at, tenant(text, stage));

test("events stand in the order of the call, whatever the order of arrival, each once", () => {
  const events = storyOf(1, at, true);
  const arrived = [...events, ...events].toSorted((one, other) => one.id.localeCompare(other.id));
  let known: readonly (typeof events)[number][] = [];
  for (const event of arrived) known = mergeEvents(known, [event]);
  expect(known).toEqual(events);
});

test("what bears no sequence stands where the clock puts it", () => {
  const lost = { ...makeEvent(1, 9, at, { eventType: "CALL_LOST" }), sequence: null };
  const note = { ...makeEvent(1, 1, at, { eventType: "NOTE" }), id: "note", sequence: null };
  const ordered = inOrderOfCall([lost, said(2), note, said(0)]);
  expect(ordered.map(({ eventType }) => eventType)).toEqual([
    "TENANT_UTTERANCE",
    "NOTE",
    "TENANT_UTTERANCE",
    "CALL_LOST",
  ]);
});

test("words that were heard live are kept before the stored ones, and take their place when they come late", () => {
  const live = said(0, "I am Dana.");
  const stored = { ...live, text: "I am ‹name›.", redacted: true, position: live.position + 5 };
  const texts = (...told: (typeof live)[]) =>
    told
      .reduce<readonly (typeof live)[]>((known, event) => mergeEvents(known, [event]), [])
      .map(({ text }) => text);
  expect([texts(live, stored), texts({ ...stored, position: live.position }, live)]).toEqual([
    ["I am Dana."],
    ["I am Dana."],
  ]);
});

test("a stage is said when it changes", () => {
  const items = timelineOf([said(0, "a", "welcome"), said(1, "b", "welcome"), said(2, "c", "problem")]);
  expect(items.map((item) => (item.kind === "stage" ? item.stage : item.kind))).toEqual([
    "welcome",
    "utterance",
    "utterance",
    "problem",
    "utterance",
  ]);
});

test("what has not arrived is counted where it is missing, and gone when it arrives", () => {
  const gaps = (...sequences: number[]) =>
    timelineOf(sequences.map((sequence) => said(sequence))).flatMap((item) =>
      item.kind === "gap" ? [item.missing] : [],
    );
  expect([gaps(0, 1, 2), gaps(2, 3), gaps(0, 3, 5), gaps(0, 1, 2, 3, 5)]).toEqual([[], [2], [2, 1], [1]]);
});

test("of facts that were taken down, those that changed are said", () => {
  const recorded = (sequence: number, facts: Record<string, unknown>) =>
    makeEvent(1, sequence, at, { eventType: "INTAKE_RECORDED", data: { facts } });
  const items = timelineOf([
    recorded(0, { safe: true }),
    recorded(1, { safe: true, unit: "4B" }),
    recorded(2, { safe: true, unit: "4B" }),
    recorded(3, { safe: true, unit: "4D" }),
  ]);
  expect(items.flatMap((item) => (item.kind === "facts" ? [item.changes] : []))).toEqual([
    [{ name: "safe", value: true, corrected: false }],
    [{ name: "unit", value: "4B", corrected: false }],
    [{ name: "unit", value: "4D", corrected: true }],
  ]);
});

test("every kind of event has its line, and an unknown one is shown rather than hidden", () => {
  const items = timelineOf([...storyOf(1, at, true), makeEvent(1, 30, at, { eventType: "PARROT_HEARD" })]);
  expect(new Set(items.map(({ kind }) => kind))).toEqual(
    new Set([
      "started",
      "stage",
      "utterance",
      "hazard",
      "facts",
      "provider",
      "gap",
      "dispatch",
      "transfer",
      "ended",
      "other",
    ]),
  );
});

test("an interrupted agent is marked by the event itself", () => {
  const [item] = timelineOf([
    makeEvent(1, 0, at, agent("Leave the", "problem", { interrupted: true })),
  ]).slice(1);
  expect(item?.kind === "utterance" && item.event.interrupted).toBe(true);
});

test("a turn's steps follow each other as bars; what was ready early has no width", () => {
  expect(barsOf({ wait_ms: 400, stt_final_ms: 100, first_token_ms: -40, first_audio_ms: 400 })).toEqual([
    { name: "Recognition final", ms: 100, from: 0, to: 0.25 },
    { name: "First token", ms: -40, from: 0, to: 0 },
    { name: "First audio", ms: 400, from: 0.25, to: 1 },
  ]);
});

test("how a dispatch and a transfer went on is told step by step", () => {
  const steps = [
    ["DISPATCH_REQUESTED", {}],
    ["DISPATCH_DECLINED", {}],
    ["DISPATCH_REQUESTED", { reason: "unacknowledged" }],
    ["DISPATCH_ACKNOWLEDGED", {}],
    ["TRANSFER_REQUESTED", {}],
    ["TRANSFER_FAILED", {}],
    ["TRANSFER_ANSWERED", {}],
  ] as const;
  const items = timelineOf(
    steps.map(([eventType, data], index) => makeEvent(1, index, at, { eventType, data })),
  );
  expect(
    items.map((item) =>
      item.kind === "dispatch" || item.kind === "transfer" ? `${item.kind} ${item.state}` : item.kind,
    ),
  ).toEqual([
    "dispatch requested",
    "dispatch declined",
    "dispatch escalated",
    "dispatch acknowledged",
    "transfer requested",
    "transfer failed",
    "transfer answered",
  ]);
});
