import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { type FoundRoom, type Patrol, type PatrolOptions, startPatrol } from "#src/livekit/patrol.ts";
import { createManualClock } from "../outbox/manual-clock.ts";
import {
  agent,
  browser,
  createFakeLiveKit,
  type FakeLiveKit,
  refused,
  status,
  telephone,
} from "./rescue-fake-livekit.ts";

const room = "call-harbour";
const sent = 'dispatch {"resumed":true,"told":false}';

interface Harness {
  livekit: FakeLiveKit;
  problems: string[];
  found: FoundRoom[];
  pass: (ms: number) => Promise<void>;
  start: (options?: Partial<PatrolOptions>) => Patrol;
}

function setUp(): Harness {
  const livekit = createFakeLiveKit();
  const clock = createManualClock();
  const problems: string[] = [];
  const found: FoundRoom[] = [];
  const { rooms, dispatch } = livekit;
  return {
    livekit,
    problems,
    found,
    async pass(ms) {
      for (let passed = 0; passed <= ms; passed += 250) {
        if (passed > 0) clock.advance(250);
        for (let turns = 0; turns < 8; turns += 1) await turn();
      }
    },
    start(options) {
      const patrol = startPatrol({
        rooms,
        dispatch,
        agentName: "ema",
        onProblem: (reason) => problems.push(reason),
        onFound: (room) => found.push(room),
        clock,
        random: () => 0.5,
        ...options,
      });
      onTestFinished(() => patrol.close());
      return patrol;
    },
  };
}

const joins: FakeLiveKit["worker"] = (taken, { id }) => taken.participants.push(agent(`agent-${id}`));
const joinsAndDies: FakeLiveKit["worker"] = () => {};

describe("the patrol", () => {
  it.each([
    ["on the telephone", telephone()],
    ["in a browser", browser("tenant")],
  ])("sends an agent to a caller %s who was alone for eight seconds", async (_where, caller) => {
    const { livekit, start, pass, found, problems } = setUp();
    livekit.worker = joins;
    livekit.open(room, caller);
    start();
    await pass(8_000);
    expect(livekit.calls).toEqual([]);
    await pass(1_500);
    expect(livekit.calls).toEqual([sent]);
    expect(found).toEqual([{ roomSid: `RM_${room}`, what: "callerAlone" }]);
    await pass(60_000);
    expect(livekit.calls).toEqual([sent]);
    expect(problems).toEqual([]);
  });

  it("leaves a caller alone whose agent comes in time", async () => {
    const { livekit, start, pass } = setUp();
    const opened = livekit.open(room, telephone());
    start();
    await pass(5_000);
    opened.participants.push(agent("agent-AJ_1"));
    await pass(30_000);
    expect(livekit.calls).toEqual([]);
  });

  it("looks no closer at rooms with a caller and an agent, or at empty ones", async () => {
    const { livekit, start, pass } = setUp();
    livekit.open(room, telephone(), agent("agent-AJ_1"));
    livekit.open("call-bay");
    start();
    await pass(60_000);
    expect(livekit.looks).toEqual({ listRooms: 6, listParticipants: 0, listDispatch: 0 });
    expect(livekit.calls).toEqual([]);
  });

  it("leaves alone rooms that our agent was never sent to, and people with each other", async () => {
    const { livekit, start, pass } = setUp();
    livekit.open("call-theirs", telephone()).dispatches[0] = {
      id: "AD_theirs",
      agentName: "someone",
      metadata: "",
      state: { jobs: [] },
    };
    livekit.open("call-two", telephone(), browser("colleague"));
    start();
    await pass(60_000);
    expect(livekit.calls).toEqual([]);
  });

  it("tries again when no worker took the job, and counts that as no loss", async () => {
    const { livekit, start, pass, found } = setUp();
    livekit.open(room, telephone());
    start();
    await pass(120_000);
    const tries = livekit.calls.length;
    expect(tries).toBeGreaterThan(4);
    expect(livekit.calls).toEqual(Array.from({ length: tries }, () => sent));
    livekit.worker = joins;
    await pass(60_000);
    expect(livekit.calls).toHaveLength(tries + 1);
    expect(new Set(found.map(({ what }) => what))).toEqual(new Set(["callerAlone"]));
  });

  it("closes the room when three agents came and were lost", async () => {
    const { livekit, start, pass, found } = setUp();
    livekit.worker = joinsAndDies;
    livekit.open(room, telephone());
    start();
    await pass(120_000);
    expect(livekit.calls).toEqual([sent, sent, sent, `delete ${room}`]);
    expect(found.at(-1)).toEqual({ roomSid: `RM_${room}`, what: "callerGivenUp" });
  });

  it("of another worker makes no second dispatch", async () => {
    const { livekit, start, pass, found } = setUp();
    livekit.open(room, telephone());
    start({ random: () => 0.1 });
    start({ random: () => 0.9 });
    await pass(20_000);
    expect(livekit.calls).toEqual([sent]);
    expect(found).toHaveLength(1);
  });

  it("gives a rescue fifteen seconds for the agent that it has sent", async () => {
    const { livekit, start, pass } = setUp();
    livekit.open(room, telephone());
    start();
    await pass(5_000);
    const metadata = '{"resumed":true,"told":true,"after":"AJ_1"}';
    await livekit.dispatch.createDispatch(room, "ema", { metadata });
    await pass(15_000);
    expect(livekit.calls).toEqual([`dispatch ${metadata}`]);
    await pass(15_000);
    expect(livekit.calls).toEqual([`dispatch ${metadata}`, sent]);
  });

  it("stays out of it while a caller is being put through, number by number", async () => {
    const { livekit, start, pass } = setUp();
    livekit.open(room, telephone());
    start();
    for (const rung of [0, 1, 2]) {
      const attributes = { "ema.handOver": `AJ_1/${rung}` };
      await livekit.rooms.updateParticipant(room, "sip_caller", { attributes });
      await pass(30_000);
    }
    expect(livekit.calls).toEqual([]);
    await pass(60_000);
    expect(livekit.calls).toContain(sent);
  });

  it("closes a room that the caller has left and an agent has not", async () => {
    const { livekit, start, pass, found } = setUp();
    const opened = livekit.open(room, telephone(), agent("agent-AJ_1"));
    start();
    await pass(2_000);
    opened.participants.shift();
    await pass(25_000);
    expect(livekit.calls).toEqual([`delete ${room}`]);
    expect(found).toEqual([{ roomSid: `RM_${room}`, what: "agentAlone" }]);
  });

  it("leaves an agent in peace that waits for its caller", async () => {
    const { livekit, start, pass } = setUp();
    livekit.open(room, agent("agent-AJ_1"));
    start();
    await pass(60_000);
    expect(livekit.calls).toEqual([]);
  });

  it("says once that the rooms cannot be listed, and goes on when they can", async () => {
    const { livekit, start, pass, problems } = setUp();
    livekit.open(room, telephone());
    livekit.failure = { error: refused() };
    start();
    await pass(60_000);
    expect(problems).toEqual(["patrol: the rooms cannot be listed, ECONNREFUSED"]);
    livekit.failure = undefined;
    await pass(30_000);
    expect(livekit.calls).toContain(sent);
    livekit.failure = { error: refused() };
    await pass(11_000);
    expect(problems).toHaveLength(2);
  });

  it("says once that a room cannot be looked after, without naming it, and looks after the others", async () => {
    const { livekit, start, pass, problems } = setUp();
    livekit.open(room, telephone());
    livekit.open("call-bay", telephone());
    livekit.worker = joins;
    let isLost = true;
    start({
      dispatch: {
        ...livekit.dispatch,
        listDispatch: (name) =>
          isLost && name === room ? Promise.reject(status(503)) : livekit.dispatch.listDispatch(name),
      },
    });
    await pass(60_000);
    const problem = `patrol: room RM_${room} cannot be looked after, status 503`;
    expect(problems).toEqual([problem]);
    expect(livekit.calls).toEqual([sent]);
    expect(livekit.find("call-bay")?.participants).toHaveLength(2);
    livekit.worker = undefined;
    isLost = false;
    await pass(11_000);
    isLost = true;
    await pass(11_000);
    expect(problems).toEqual([problem, problem]);
  });

  it.each([
    ["whose counts say so", {}],
    ["whose counts are late", { numParticipants: 1, numPublishers: 1 }],
  ])("counts from the last change of a room %s", async (_which, counts) => {
    const { livekit, start, pass } = setUp();
    const opened = livekit.open(room, telephone());
    const listRooms = async () =>
      (await livekit.rooms.listRooms()).map((listed) => ({ ...listed, ...counts }));
    const patrol = start({ rooms: { ...livekit.rooms, listRooms }, everyMs: 1_000_000, graceMs: 8_000 });
    await patrol.round();
    await pass(5_000);
    opened.participants.push(agent("agent-AJ_1"));
    await patrol.round();
    opened.participants.pop();
    await patrol.round();
    await pass(5_000);
    await patrol.round();
    expect(livekit.calls).toEqual([]);
    await pass(3_000);
    await patrol.round();
    expect(livekit.calls).toEqual([sent]);
  });

  it("leaves a room to LiveKit that everybody has left since it was counted", async () => {
    const { livekit, start, pass } = setUp();
    livekit.open(room);
    const listRooms = async () =>
      (await livekit.rooms.listRooms()).map((listed) => ({ ...listed, numParticipants: 1 }));
    start({ rooms: { ...livekit.rooms, listRooms } });
    await pass(60_000);
    expect(livekit.calls).toEqual([]);
  });

  it("looks when it is asked to, and not any more when it is closed", async () => {
    const { livekit, start, pass } = setUp();
    const patrol = start({ graceMs: 200 });
    livekit.open(room, telephone());
    await patrol.round();
    await pass(250);
    expect(livekit.calls).toEqual([]);
    await patrol.round();
    expect(livekit.calls).toEqual([sent]);
    patrol.close();
    await pass(60_000);
    expect(livekit.looks.listRooms).toBe(2);
  });
});
