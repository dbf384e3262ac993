/** What is shown, in words. */
import { expect, test } from "vitest";
import { isPage, isPageOfNobody } from "#src/api/dashboard/page-routes.ts";
import { leafStates } from "#src/dashboard/call/leaf-states.ts";
import { usageRows } from "#src/dashboard/call/usage-rows.ts";
import { matches, readFilters, writeFilters } from "#src/dashboard/calls/filters.ts";
import { daysOfMonth } from "#src/dashboard/figures/days-of-month.ts";
import { framesAt, fromPcm, toPcm } from "#src/dashboard/place/samples.ts";
import { settingLabel, settingText } from "#src/dashboard/settings/setting-text.ts";
import { spelt, stageLabel } from "#src/dashboard/words/labels.ts";
import { piecesOf } from "#src/dashboard/words/masks.ts";
import { moneyText, telephoneText } from "#src/dashboard/words/numbers.ts";
import { placeOf, problemOf, transferOf } from "#src/dashboard/words/run-words.ts";
import {
  agoText,
  clockOf,
  dayHeading,
  durationText,
  monthAfter,
  spokenDuration,
} from "#src/dashboard/words/times.ts";
import { makeRun } from "./fixture/runs.ts";

const at = new Date("2026-03-01T08:12:00Z");
const { day } = clockOf("America/New_York");

test("moments are those of the workspace's time zone", () => {
  const clock = clockOf("America/New_York");
  expect([
    clock.time(at.toISOString()),
    clock.full(at.toISOString()),
    clock.day("2026-03-01T03:00:00Z"),
  ]).toEqual(["03:12", "1 March 2026 at 03:12", "2026-02-28"]);
});

test("days, months and durations", () => {
  expect([
    dayHeading("2026-03-01", "2026-03-01"),
    dayHeading("2026-02-28", "2026-03-01"),
    dayHeading("2025-12-31", "2026-03-01"),
    monthAfter("2026-01", -1),
    monthAfter("2026-12", 1),
    durationText(75),
    durationText(3_675),
    spokenDuration(61),
    agoText(59_000),
    agoText(3 * 3_600_000),
  ]).toEqual([
    "Today, Sunday 1 March",
    "Yesterday, Saturday 28 February",
    "Wednesday, 31 December 2025",
    "2025-12",
    "2027-01",
    "1:15",
    "1:01:15",
    "1 minute 1 second",
    "just now",
    "3 h ago",
  ]);
});

test("names of the chart and of the API are spelt out, the unknown ones too", () => {
  expect([
    spelt("carbonMonoxide"),
    spelt("AGENT_UTTERANCE"),
    stageLabel("safetyCheck"),
    stageLabel("newStage"),
  ]).toEqual(["Carbon monoxide", "Agent utterance", "Checking safety", "New stage"]);
});

test("numbers are written as they are read", () => {
  expect([
    telephoneText("+15555550100"),
    telephoneText("+492215550100"),
    moneyText(0.004),
    moneyText(12.5),
  ]).toEqual(["(555) 555-0100", "+492215550100", "$0.0040", "$12.50"]);
});

test("masks are told from words", () => {
  expect(piecesOf("I am ‹name›, on ‹number›.")).toEqual([
    { mask: false, text: "I am " },
    { mask: true, text: "name" },
    { mask: false, text: ", on " },
    { mask: true, text: "number" },
    { mask: false, text: "." },
  ]);
});

test("what is wrong, where, and who took over", () => {
  const run = makeRun(1, at, {
    hazards: ["gas"],
    facts: { unit: "4B", propertyId: "court", address: "42 Maple Street" },
    transfer: { number: "+15555550111" },
  });
  expect([
    problemOf(run),
    placeOf(run, [{ id: "court", name: "Maple Court" }]),
    placeOf({ facts: { unit: "none" } }),
    transferOf({ ...run, status: "running" }),
    transferOf({ ...run, transfer: { state: "failed" } }),
  ]).toEqual([
    "Gas",
    "Unit 4B, Maple Court, 42 Maple Street",
    undefined,
    "Putting through to a human",
    "Nobody took the call over",
  ]);
});

test("filters are read from an address and written back to it", () => {
  const filters = { q: "4B & sink", status: "completed", from: "2026-03-01" };
  expect(readFilters(`?${writeFilters(filters)}&other=1&urgency=`)).toEqual(filters);
});

test("a call that the stream tells of is held against the filters", () => {
  const run = makeRun(1, at, { urgency: "emergency", facts: { unit: "4B" } });
  const found = (search: string) => matches(run, readFilters(search), day);
  expect(
    [
      "",
      "q=4b",
      "q=5C",
      "status=completed",
      "status=running",
      "urgency=lifeSafety",
      "hazard=1",
      "from=2026-03-01&to=2026-03-01",
      "from=2026-03-02",
    ].map(found),
  ).toEqual([true, true, false, true, false, false, false, true, false]);
});

test("the chart's states are said by region", () => {
  expect(
    leafStates([
      "live",
      "live.turn",
      "live.turn.responding",
      "live.turn.responding.toolCalling",
      "live.safety",
      "live.safety.clear",
      "live.health",
      "live.health.stt",
      "live.health.stt.working",
    ]),
  ).toEqual([
    { region: "Turn", state: "Responding, tool calling" },
    { region: "Safety", state: "Clear" },
    { region: "Speech recognition", state: "Working" },
  ]);
  expect(leafStates(["ringing"])).toEqual([{ region: "Call", state: "Ringing" }]);
});

test("what a call used is listed by provider", () => {
  expect(usageRows({ deepgram_seconds: 92, tts_characters: { aura: 1_200 } })).toEqual([
    { name: "Deepgram", used: "1:32 min" },
    { name: "aura", used: "1,200 characters" },
  ]);
});

test("settings stand with their units, and names of models as they are", () => {
  expect([
    [settingLabel("repromptMs"), settingText("repromptMs", 7_000)],
    [settingLabel("recordingDays"), settingText("recordingDays", 30)],
    [settingLabel("gpt-4o"), settingText("perMinute", 0.0058)],
    [settingLabel("phone"), settingText("phone", "+15555550121")],
    [settingLabel("units"), settingText("units", [])],
  ]).toEqual([
    ["Asks again after", "7,000 ms"],
    ["Recording days", "30"],
    ["gpt-4o", "0.0058"],
    ["Phone", "(555) 555-0121"],
    ["Units", "–"],
  ]);
});

test("a month has all its days", () => {
  const busy = { day: "2024-02-29", calls: 3, emergencies: 1, costUsd: 0.2 };
  const days = daysOfMonth({ month: "2024-02", days: [busy] });
  expect([days.length, days[0], days.at(-1)]).toEqual([
    29,
    { day: "2024-02-01", calls: 0, emergencies: 0, costUsd: 0 },
    busy,
  ]);
});

test("samples keep their value on the way to the line and back", () => {
  const samples = [0, 0.5, -0.5, 1, -1, 2];
  const back = [...fromPcm(toPcm(samples))].map((sample) => Math.round(sample * 100) / 100);
  expect(back).toEqual([0, 0.5, -0.5, 1, -1, 1]);
});

test("a microphone's samples become frames of 20 ms at the line's rate, whatever its own is", () => {
  for (const rate of [16_000, 44_100, 48_000]) {
    const next = framesAt(rate, 16_000, 320);
    const second = Array.from({ length: 100 }, () => new Float32Array(rate / 100).fill(0.25));
    const frames = second.flatMap((samples) => next(samples));
    expect([frames.length, frames.every((frame) => frame.length === 320 && frame[0] === 0.25)]).toEqual([
      50,
      true,
    ]);
  }
});

test("pages are told from what programs ask for", () => {
  expect(
    ["/", "/sign-in", "/w/a/calls", "/w/a/calls/1", "/w/a/settings", "/w/a/else", "/api/me"].map(isPage),
  ).toEqual([true, true, true, true, true, false, false]);
  const html = "text/html,*/*";
  expect([
    isPageOfNobody("/nothing", html),
    isPageOfNobody("/nothing", "application/json"),
    isPageOfNobody("/api/nothing", html),
    isPageOfNobody("/robots.txt", html),
  ]).toEqual([true, false, false, false]);
});
