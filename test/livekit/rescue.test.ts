import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Rescue, type RescueOptions, type RescueReport, startRescue } from "#src/livekit/rescue.ts";
import { processStart } from "#src/livekit/running-calls-process.ts";
import { open, queueFile } from "../outbox/fixtures.ts";
import { createManualClock, type ManualClock } from "../outbox/manual-clock.ts";
import { startReceiver } from "../outbox/receiver.ts";
import {
  agent,
  browser,
  createFakeLiveKit,
  type FakeLiveKit,
  refused,
  status,
  telephone,
} from "./rescue-fake-livekit.ts";
import { callsFolder, deadPid, leaveRecord } from "./running-calls-fixtures.ts";

const room = "call-harbour";
const alive = { pid: process.pid, processStartedAt: processStart(process.pid) };

interface Harness {
  folder: string;
  livekit: FakeLiveKit;
  clock: ManualClock;
  told: unknown[];
  /** Calls that the queue knows to have begun. */
  open: Set<string>;
  problems: string[];
  reports: RescueReport[];
  /** Advances the clock in steps, and lets everything that follows happen. */
  pass: (ms: number) => Promise<void>;
  start: (options?: Partial<RescueOptions>) => Rescue;
  /** A worker that takes a dispatch records the call and joins. */
  takesOver: (jobId: string) => FakeLiveKit["worker"];
}

function setUp(): Harness {
  const folder = callsFolder();
  const livekit = createFakeLiveKit();
  const clock = createManualClock();
  const told: unknown[] = [];
  const open = new Set<string>();
  const problems: string[] = [];
  const reports: RescueReport[] = [];
  const { rooms, dispatch, sip } = livekit;
  return {
    folder,
    livekit,
    clock,
    told,
    open,
    problems,
    reports,
    async pass(ms) {
      for (let passed = 0; passed <= ms; passed += 250) {
        if (passed > 0) clock.advance(250);
        for (let turns = 0; turns < 8; turns += 1) await turn();
      }
    },
    start(options) {
      const rescue = startRescue({
        folder,
        rooms,
        dispatch,
        sip,
        outbox: {
          forCall: (call) => ({
            enqueue: (event) => told.push({ ...call, ...event }),
            isOpen: () => open.has(call.sessionId),
          }),
        },
        agentName: "ema",
        onProblem: (reason) => problems.push(reason),
        onRescued: (report) => reports.push(report),
        clock,
        ...options,
      });
      onTestFinished(() => rescue.close());
      return rescue;
    },
    takesOver: (jobId) => (taken) => {
      leaveRecord(folder, { jobId, room: taken.name, agentIdentity: `agent-${jobId}`, ...alive });
      taken.participants.push(agent(`agent-${jobId}`));
    },
  };
}

const resumed = (after: string): string =>
  `dispatch ${JSON.stringify({ told: true, after, resumed: true }, ["resumed", "told", "after"])}`;

const ended = (seconds: number): unknown => ({
  sessionId: room,
  callSid: "SCL_9",
  workspaceId: "harbour",
  event_type: "call_ended",
  data: { duration_seconds: seconds, total_turns: 4, final_stage: "problem" },
});

/** The call began that many seconds ago. */
const startedAt = (clock: ManualClock, secondsAgo: number): string =>
  new Date(clock.now() - secondsAgo * 1_000).toISOString();

describe("a caller whose agent's process has died", () => {
  it("gets a new agent, once the dead one is out of the room; the new one tells of the end", async () => {
    const { folder, livekit, start, takesOver, pass, told, reports, problems } = setUp();
    livekit.open(room, telephone(), agent("agent-AJ_1"));
    livekit.worker = takesOver("AJ_2");
    leaveRecord(folder);
    start();
    await pass(20_000);
    expect(livekit.calls).toEqual(["remove agent-AJ_1", resumed("AJ_1")]);
    expect(reports).toEqual([{ jobId: "AJ_1", workspaceId: "harbour", outcome: "resumed" }]);
    expect(readdirSync(folder)).toEqual(["AJ_2.json"]);
    expect([told, problems]).toEqual([[], []]);
  });

  it("is left in peace while the process lives", async () => {
    const { folder, livekit, start, pass } = setUp();
    livekit.open(room, telephone(), agent("agent-AJ_1"));
    leaveRecord(folder, alive);
    start();
    await pass(20_000);
    expect(livekit.calls).toEqual([]);
    expect(readdirSync(folder)).toEqual(["AJ_1.json"]);
  });

  it("is noticed within half a second, or at once when asked", async () => {
    const { folder, livekit, start, takesOver, pass, reports } = setUp();
    livekit.open(room, telephone());
    livekit.worker = takesOver("AJ_2");
    const rescue = start();
    leaveRecord(folder);
    await pass(250);
    expect(livekit.calls).toEqual([]);
    await pass(250);
    expect(livekit.calls).toEqual([resumed("AJ_1")]);
    await pass(1_000);
    livekit.worker = takesOver("AJ_4");
    livekit.open("call-bay", telephone());
    leaveRecord(folder, { jobId: "AJ_3", room: "call-bay" });
    await rescue.check();
    expect(reports.map(({ jobId }) => jobId)).toEqual(["AJ_1", "AJ_3"]);
  });

  it("is sent an agent again and again, until a worker is there to take the job", async () => {
    const { folder, livekit, start, takesOver, pass, reports } = setUp();
    livekit.open(room, telephone());
    leaveRecord(folder);
    start();
    await pass(6_000);
    livekit.worker = takesOver("AJ_2");
    await pass(5_000);
    expect(livekit.calls).toEqual([resumed("AJ_1"), resumed("AJ_1"), resumed("AJ_1"), resumed("AJ_1")]);
    expect(reports).toMatchObject([{ outcome: "resumed" }]);
  });

  it("is put through to the first of the ladder who answers, when no agent comes in ten seconds", async () => {
    const { folder, livekit, start, pass, clock, told, reports } = setUp();
    livekit.open(room, telephone());
    livekit.answering.add("tel:+15555550143");
    leaveRecord(folder, { startedAt: startedAt(clock, 60) });
    start();
    await pass(9_750);
    expect(livekit.calls).toEqual([resumed("AJ_1"), resumed("AJ_1"), resumed("AJ_1"), resumed("AJ_1")]);
    await pass(250);
    expect(livekit.calls.slice(4)).toEqual([
      "take back AD_1",
      "take back AD_2",
      "take back AD_3",
      "take back AD_4",
      "transfer to tel:+15555550142, marked AJ_1/0",
      "transfer to tel:+15555550143, marked AJ_1/1",
      `delete ${room}`,
    ]);
    expect(told).toEqual([ended(70)]);
    expect(reports).toMatchObject([{ outcome: "handedOver" }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["nobody answers", telephone(), ["+15555550142"], 1],
    ["there is no ladder", telephone(), [], 0],
    ["there is no telephone", browser("sip_caller"), ["+15555550142"], 0],
  ])("hears the line drop when no agent comes and %s", async (_why, caller, ladder, calls) => {
    const { folder, livekit, start, pass, told, reports } = setUp();
    livekit.open(room, caller);
    leaveRecord(folder, { ladder });
    start();
    await pass(10_000);
    expect(livekit.find(room)).toBeUndefined();
    expect(livekit.calls.filter((call) => call.startsWith("transfer"))).toHaveLength(calls);
    expect(told).toHaveLength(1);
    expect(reports).toMatchObject([{ outcome: "hungUp" }]);
  });

  it("goes to a human when two agents after the first have died, too", async () => {
    const { folder, livekit, start, takesOver, pass, reports } = setUp();
    livekit.open(room, telephone(), agent("agent-AJ_1"));
    livekit.answering.add("tel:+15555550142");
    start();
    for (const [jobId, next] of [
      ["AJ_1", "AJ_2"],
      ["AJ_2", "AJ_3"],
      ["AJ_3", "AJ_4"],
    ] as const) {
      livekit.worker = takesOver(next);
      leaveRecord(folder, { jobId, agentIdentity: `agent-${jobId}` });
      await pass(1_000);
    }
    expect(livekit.calls).toEqual([
      "remove agent-AJ_1",
      resumed("AJ_1"),
      "remove agent-AJ_2",
      resumed("AJ_2"),
      "transfer to tel:+15555550142, marked AJ_3/0",
      // The dead agent is still in the room, and counts as nobody.
      `delete ${room}`,
    ]);
    expect(reports.map(({ outcome }) => outcome)).toEqual(["resumed", "resumed", "handedOver"]);
  });

  it("is with an agent of another machine when one has come and stays", async () => {
    const { folder, livekit, start, pass, told, reports } = setUp();
    livekit.open(room, telephone(), agent("agent-AJ_1"));
    livekit.worker = (taken) => taken.participants.push(agent("agent-elsewhere"));
    leaveRecord(folder);
    start();
    await pass(9_750);
    expect(reports).toEqual([]);
    await pass(250);
    expect(reports).toMatchObject([{ outcome: "resumed" }]);
    expect(livekit.calls).toEqual(["remove agent-AJ_1", resumed("AJ_1")]);
    expect(told).toEqual([]);
  });

  it("who was not told of yet is told of by the new agent alone", async () => {
    const { folder, livekit, start, pass, told, problems } = setUp();
    livekit.open(room, telephone());
    livekit.failure = { error: status(400), of: "removeParticipant" };
    leaveRecord(folder, { told: "nothing", agentIdentity: "", callerIdentity: "", ladder: [] });
    start();
    await pass(10_000);
    expect(livekit.calls[0]).toBe('dispatch {"resumed":true,"told":false,"after":"AJ_1"}');
    expect([told, problems]).toEqual([[], []]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a call whose caller has left", () => {
  it("is told of once, and its room is closed", async () => {
    const { folder, livekit, start, pass, clock, told, reports } = setUp();
    livekit.open(room, agent("agent-AJ_1"), telephone("sip_caller", { "sip.callStatus": "hangup" }));
    start();
    await pass(1_000);
    leaveRecord(folder, { startedAt: startedAt(clock, 30) }, clock.now());
    await pass(5_000);
    expect(told).toEqual([ended(30)]);
    expect(livekit.calls).toEqual([`delete ${room}`]);
    expect(reports).toMatchObject([{ outcome: "callerLeft" }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of an earlier run lasted until something of it was last written, as far as anybody knows", async () => {
    const { folder, start, pass, clock, told } = setUp();
    leaveRecord(folder, { startedAt: startedAt(clock, 3_600) }, clock.now() - 3_400_000);
    start();
    await pass(0);
    expect(told).toEqual([ended(200)]);
  });

  it("lasted until its process was last seen alive", async () => {
    const { folder, start, pass, clock, told } = setUp();
    const call = { startedAt: startedAt(clock, 100), told: "initiated" as const };
    leaveRecord(folder, { ...call, ...alive }, clock.now());
    start();
    await pass(8_000);
    leaveRecord(folder, call, clock.now() - 8_000);
    await pass(500);
    expect(told).toEqual([ended(108)]);
  });

  it("of which all was told has its room closed, and no more", async () => {
    const { folder, livekit, start, pass, told } = setUp();
    livekit.open(room, telephone(), agent("agent-AJ_1"));
    leaveRecord(folder, { told: "ended" });
    start();
    await pass(0);
    expect(livekit.calls).toEqual([`delete ${room}`]);
    expect(told).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is told of although its process died before it had noted that it had begun", async () => {
    const { folder, start, pass, clock, told, open } = setUp();
    open.add(room);
    leaveRecord(folder, { told: "nothing", startedAt: startedAt(clock, 30) }, clock.now());
    start();
    await pass(5_000);
    expect(told).toEqual([ended(30)]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps its room when another agent is there, with another caller", async () => {
    const { folder, livekit, start, pass } = setUp();
    livekit.open(room, telephone(), agent("agent-AJ_1"), agent("agent-AJ_2"));
    leaveRecord(folder, { told: "ended" });
    start();
    await pass(2_000);
    expect(livekit.calls).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("reaches the receiver as a webhook of the call's sequence", async () => {
    const { folder, start, pass } = setUp();
    const receiver = await startReceiver();
    const outbox = open(queueFile(), receiver.url);
    outbox.call(room).enqueue({
      event_type: "call_initiated",
      data: { metadata: {}, started_at: "2026-03-01T03:00:00.000Z" },
    });
    leaveRecord(folder);
    start({ outbox });
    await pass(0);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.received.map(({ event }) => [event.sequence, event.event_type])).toEqual([
      [0, "call_initiated"],
      [1, "call_ended"],
    ]);
  });
});

describe("while LiveKit is away", () => {
  it("it is tried again, and the caller gets an agent as soon as it is back", async () => {
    const { folder, livekit, start, takesOver, pass, told, reports, problems } = setUp();
    livekit.open(room, telephone());
    livekit.worker = takesOver("AJ_2");
    livekit.failure = { error: refused() };
    leaveRecord(folder);
    start();
    await pass(30_000);
    expect([livekit.calls, told, reports]).toEqual([[], [], []]);
    livekit.failure = undefined;
    await pass(6_000);
    expect(livekit.calls).toEqual([resumed("AJ_1")]);
    expect(reports).toMatchObject([{ outcome: "resumed" }]);
    expect(problems).toEqual(["AJ_1: no new agent can be sent, ECONNREFUSED, tried again"]);
  });

  it("for a minute, the end is told, and the room is left to the patrol", async () => {
    const { folder, livekit, start, pass, told, reports, problems } = setUp();
    livekit.open(room, telephone());
    livekit.failure = { error: refused() };
    leaveRecord(folder);
    start();
    await pass(70_000);
    expect(told).toHaveLength(1);
    expect(reports).toMatchObject([{ outcome: "unreachable" }]);
    expect(problems).toEqual([
      "AJ_1: no new agent can be sent, ECONNREFUSED, tried again",
      "AJ_1: no new agent can be sent, ECONNREFUSED, given up",
    ]);
    livekit.failure = undefined;
    await pass(70_000);
    expect(livekit.calls).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("and a caller came back and found an agent meanwhile, the call is that agent's", async () => {
    const { folder, livekit, start, pass, told, reports } = setUp();
    livekit.open(room, telephone());
    livekit.failure = { error: status(503), of: "listDispatch" };
    leaveRecord(folder);
    start();
    await pass(20_000);
    leaveRecord(folder, { jobId: "AJ_2", ...alive });
    await pass(6_000);
    expect(reports).toMatchObject([{ outcome: "resumed" }]);
    expect(told).toEqual([]);
  });

  it("or its telephone part, a number is rung again before the next one is", async () => {
    const { folder, livekit, start, pass, problems, reports } = setUp();
    livekit.open(room, telephone());
    livekit.answering.add("tel:+15555550142");
    livekit.failure = { error: status(503), of: "transferSipParticipant" };
    leaveRecord(folder);
    start();
    await pass(11_000);
    livekit.failure = undefined;
    await pass(1_000);
    expect(reports).toMatchObject([{ outcome: "handedOver" }]);
    expect(problems).toEqual([
      "AJ_1: number 1 of the ladder was not reached, status 503",
      "AJ_1: number 1 of the ladder was not reached, status 503",
    ]);
  });

  it("the end is told before the room is closed, and not again when only that fails", async () => {
    const { folder, livekit, start, pass, told, problems } = setUp();
    livekit.open(room, agent("agent-AJ_1"));
    livekit.failure = { error: status(500), of: "deleteRoom" };
    leaveRecord(folder);
    start();
    await pass(70_000);
    expect(told).toHaveLength(1);
    expect(problems).toEqual([
      "AJ_1: its room cannot be closed, status 500, tried again",
      "AJ_1: its room cannot be closed, status 500, given up",
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("a dead agent that cannot be removed does not keep a new one from being sent", async () => {
    const { folder, livekit, start, takesOver, pass, reports, problems } = setUp();
    livekit.open(room, telephone(), agent("agent-AJ_1"));
    livekit.worker = takesOver("AJ_2");
    livekit.failure = { error: status(503), of: "removeParticipant" };
    leaveRecord(folder);
    start();
    await pass(1_000);
    expect(reports).toMatchObject([{ outcome: "resumed" }]);
    expect(problems).toEqual(["AJ_1: the dead agent cannot be removed, status 503"]);
  });
});

describe("the records of dead processes", () => {
  it("are dealt with once, however many look after the folder", async () => {
    const { folder, livekit, start, pass, told } = setUp();
    livekit.open(room, telephone());
    leaveRecord(folder);
    start();
    start();
    await pass(15_000);
    expect(livekit.calls.filter((call) => call.startsWith("transfer"))).toHaveLength(2);
    expect(told).toHaveLength(1);
  });

  it("of one room stand for one call: the latest of them, and none where a live one is", async () => {
    const { folder, livekit, start, pass, clock, told, reports } = setUp();
    livekit.open(room, agent("agent-AJ_1"), agent("agent-AJ_2"));
    leaveRecord(folder, { jobId: "AJ_1", turns: 2 }, clock.now() - 9_000);
    leaveRecord(folder, { jobId: "AJ_2", agentIdentity: "agent-AJ_2", turns: 7 }, clock.now() - 4_000);
    leaveRecord(folder, { jobId: "AJ_3", room: "call-bay" });
    leaveRecord(folder, { jobId: "AJ_4", room: "call-bay", ...alive });
    start();
    await pass(2_000);
    expect(told).toMatchObject([{ sessionId: room, data: { total_turns: 7 } }]);
    expect(livekit.calls).toEqual([`delete ${room}`]);
    expect(reports.map(({ jobId }) => jobId)).toEqual(["AJ_2"]);
    expect(readdirSync(folder)).toEqual(["AJ_4.json"]);
  });

  it("that were claimed by a process that died are claimed again; by a live one, they are not", async () => {
    const { folder, start, pass, told } = setUp();
    for (const [jobId, pid] of [
      ["AJ_1", deadPid],
      ["AJ_2", process.pid],
    ] as const) {
      leaveRecord(folder, { jobId, room: `call-${jobId}` });
      const claim = `${jobId}.json.claimed-${pid}-${encodeURIComponent(alive.processStartedAt ?? "")}`;
      renameSync(join(folder, `${jobId}.json`), join(folder, claim));
    }
    start();
    await pass(2_000);
    expect(told).toMatchObject([{ sessionId: "call-AJ_1" }]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("are given back when it stops in the middle, and the next one goes on", async () => {
    const { folder, livekit, start, takesOver, pass, told, reports } = setUp();
    livekit.open(room, telephone());
    const metadata = '{"resumed":true,"told":true,"after":"AJ_0"}';
    await livekit.dispatch.createDispatch(room, "ema", { metadata });
    leaveRecord(folder);
    const first = start();
    await pass(3_000);
    first.close();
    await pass(1_000);
    expect(readdirSync(folder)).toEqual(["AJ_1.json"]);
    livekit.worker = takesOver("AJ_2");
    start();
    await pass(1_000);
    expect(reports).toMatchObject([{ jobId: "AJ_1", outcome: "resumed" }]);
    expect(told).toEqual([]);
  });

  it("of calls whose end was told are given back as such", async () => {
    const { folder, livekit, start, pass, told } = setUp();
    livekit.open(room, agent("agent-AJ_1"));
    livekit.failure = { error: status(500), of: "deleteRoom" };
    leaveRecord(folder);
    const first = start();
    await pass(3_000);
    first.close();
    await pass(0);
    livekit.failure = undefined;
    start();
    await pass(1_000);
    expect(livekit.calls).toEqual([`delete ${room}`]);
    expect(told).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("need a folder", () => {
    const { folder, start } = setUp();
    writeFileSync(join(folder, "file"), "");
    expect(() => start({ folder: join(folder, "file", "calls") })).toThrow(
      /^The folder of running calls .* cannot be made \(ENOTDIR\); name one that can be\.$/,
    );
  });
});

describe("problems", () => {
  it("name no room, nobody and no number", async () => {
    const { folder, livekit, start, pass, problems } = setUp();
    livekit.open(room, telephone("sip_+15555550123"), agent("agent-AJ_1"));
    livekit.failure = { error: status(500) };
    leaveRecord(folder);
    start();
    await pass(40_000);
    livekit.failure = { error: status(403), of: "removeParticipant" };
    await pass(40_000);
    expect(problems.length).toBeGreaterThan(3);
    expect(problems.filter((problem) => /\+1|sip_|call-harbour|participant sip/.test(problem))).toEqual([]);
  });
});
