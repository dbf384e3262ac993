import { describe, expect, it } from "vitest";
import { countSequence } from "#src/api/receive/gaps.ts";
import { medianOf, withWait } from "#src/api/receive/median.ts";
import { newRun, projectRun, type RunRow } from "#src/api/receive/project-run.ts";
import type { ReceivedEvent } from "#src/api/receive/received-event.ts";
import { readMetadata } from "#src/api/receive/telephone-metadata.ts";
import { seeded } from "../outbox/seeded.ts";
import { burstPipe, type Told } from "./agent.ts";

const at = (second: number): Date => new Date(Date.parse("2026-11-27T03:00:00.000Z") + second * 1000);

function eventsOf(told: readonly Told[], { numbered = true } = {}): [ReceivedEvent, ...ReceivedEvent[]] {
  const [first, ...rest] = told.map(({ event_type, data }, index) => ({
    id: `event-${index}`,
    workspaceId: "maple-court",
    sessionId: "room",
    callSid: null,
    sequence: numbered ? index : null,
    type: event_type,
    happenedAt: at(index),
    receivedAt: at(100),
    data,
  }));
  if (first === undefined) throw new Error("The call is empty.");
  return [first, ...rest];
}

function projected(events: readonly [ReceivedEvent, ...ReceivedEvent[]], before?: Partial<RunRow>): RunRow {
  return events.reduce<RunRow>(projectRun, { ...newRun("run", events[0]), ...before });
}

function shuffled<Item>(
  [first, ...rest]: readonly [Item, ...Item[]],
  random: () => number,
): [Item, ...Item[]] {
  const keyed = [first, ...rest].map((item) => [random(), item] as const);
  const [one = first, ...others] = keyed.sort(([one], [other]) => one - other).map(([, item]) => item);
  return [one, ...others];
}

const told: readonly Told[] = [
  ...burstPipe.slice(0, -1),
  {
    event_type: "dispatch_requested",
    data: { vendor: "on-call ladder", attempt: 2, hazards: ["gas", "smoke"] },
  },
  {
    event_type: "utterance",
    data: { speaker: "agent", usage: { livekit_seconds: 3.3, deepgram_seconds: 9 } },
  },
  { event_type: "utterance", data: { speaker: "agent", usage: { livekit_seconds: 0.1 } } },
  { event_type: "utterance", data: { speaker: "agent", usage: { livekit_seconds: 0.2 } } },
  { event_type: "transfer_failed", data: { number: "+15555550111", next: "+15555550112" } },
  { event_type: "dispatch_acknowledged", data: { by: "superintendent" } },
  { event_type: "intake_recorded", data: { facts: { unit: "4C" } } },
  { event_type: "provider_degraded", data: { provider: "llm", state: "working" } },
  ...burstPipe.slice(-1),
];

describe("a run", () => {
  it.each([
    ["numbered", eventsOf(told)],
    ["of an old agent, which numbers nothing", eventsOf(told, { numbered: false })],
  ])("is the same whatever the order of arrival, its events %s", (_, events) => {
    const chance = seeded(7);
    const inOrder = projected(events);
    for (let round = 0; round < 300; round += 1)
      expect(projected(shuffled(events, () => chance.random())), `round ${round}`).toEqual(inOrder);
  });

  it("is not overwritten by what happened earlier and arrives later", () => {
    const [initiated, ...rest] = eventsOf(burstPipe);
    const ended = rest.at(-1);
    const utterance = rest.find(({ type }) => type === "utterance");
    if (ended === undefined || utterance === undefined) throw new Error("The call is too short.");

    expect(projected([ended, initiated, utterance])).toMatchObject({
      status: "completed",
      stage: "closing",
      startedAt: new Date("2026-11-27T02:59:59.500Z"),
      endedAt: ended.happenedAt,
      lastEventAt: ended.happenedAt,
    });
  });

  it("that goes on has as many turns as were told of, and at its end as many as that says", () => {
    const [initiated, first, second, , , third, ...rest] = eventsOf(burstPipe);
    const ended = rest.at(-1);
    if (!first || !second || !third || !ended) throw new Error("The call is too short.");

    expect(projected([initiated]).totalTurns).toBeNull();
    expect(projected([initiated, third, first, second]).totalTurns).toBe(3);
    expect(projected([ended, third]).totalTurns).toBe(5);
    expect(projected([third, { ...ended, data: {} }, first]).totalTurns).toBe(3);
  });

  it("that was given up as lost is completed by its end, and by nothing else", () => {
    const [initiated, ...rest] = eventsOf(burstPipe);
    const lost = { status: "lost", endedAt: at(9) } as const;
    const [utterance] = rest;
    const ended = rest.at(-1);
    if (utterance === undefined || ended === undefined) throw new Error("The call is too short.");

    expect(projected([initiated, utterance], lost)).toMatchObject(lost);
    expect(projected([ended], lost)).toMatchObject({ status: "completed", endedAt: ended.happenedAt });
    expect(projected([ended, initiated, utterance], lost)).toMatchObject({ status: "completed" });
  });

  it("knows how far its dispatch and its transfer have come", () => {
    const states = (...events: Told[]) => {
      const { dispatch, transfer } = projected(eventsOf([...burstPipe.slice(0, 1), ...events]));
      return [dispatch?.["state"], transfer?.["state"]];
    };
    const asked = (reason: string): Told => ({ event_type: "dispatch_requested", data: { reason } });
    const told = (event_type: string): Told => ({ event_type, data: {} });
    const sent = asked("confirmed");
    const called = told("transfer_requested");
    expect([
      states(),
      states(sent, called),
      states(sent, told("dispatch_declined"), called, told("transfer_failed")),
      states(sent, told("dispatch_declined"), asked("unacknowledged")),
      states(sent, asked("unacknowledged"), told("dispatch_acknowledged"), called, told("transfer_answered")),
    ]).toEqual([
      [undefined, undefined],
      ["requested", "requested"],
      ["declined", "failed"],
      ["escalated", undefined],
      ["acknowledged", "answered"],
    ]);
  });

  it("from which names and numbers were taken gets none back from a late event", () => {
    const events = eventsOf(burstPipe);
    for (const event of events) event.callSid = "sip-+15555550142";
    const run = projected(events, { redactedAt: at(50) });

    expect({
      facts: run.facts,
      callerNumber: run.callerNumber,
      callSid: run.callSid,
      transfer: run.transfer,
      urgency: run.urgency,
    }).toEqual({
      facts: {},
      callerNumber: null,
      callSid: null,
      transfer: { state: "requested" },
      urgency: "lifeSafety",
    });
  });
});

describe("what of a call is missing", () => {
  it("is counted from sequences in any order, a repeated one once", () => {
    const counted = [4, 9, 4, 0, 6].reduce(countSequence, { expected: 0, received: 0, gaps: [] });

    expect(counted).toEqual({
      expected: 10,
      received: 4,
      gaps: [
        [1, 3],
        [5, 5],
        [7, 8],
      ],
    });
    expect([1, 2, 3, 5, 7, 8].reduce(countSequence, counted)).toEqual({
      expected: 10,
      received: 10,
      gaps: [],
    });
  });
});

describe("the median of waits", () => {
  it("lies in the middle, or between the two in the middle", () => {
    expect([
      medianOf([]),
      medianOf([3]),
      medianOf([1, 2]),
      medianOf([5, 40, 300].reduce(withWait, [7])),
    ]).toEqual([null, 3, 1.5, 23.5]);
  });
});

describe("a call's metadata", () => {
  it("is kept without telephone numbers, whatever they are called", () => {
    expect(
      readMetadata({
        dialled_number: "+15555550100",
        from: "+15555550142",
        uri: "sip:+15555550142@example.com",
        spoken_as: "(555) 555-0142",
        app_version: "0.1.0",
        chart_version: "112233445566",
        attempt: 3,
      }),
    ).toEqual({
      caller: "+15555550142",
      dialled: "+15555550100",
      rest: { app_version: "0.1.0", chart_version: "112233445566" },
    });
    expect(readMetadata("none")).toEqual({ caller: null, dialled: null, rest: {} });
  });
});
