/**
 * A process of several calls at once, which tells their events until it is killed: `node kill-process.ts FILE FOLDER URL PLAN`.
 * Every event that the queue has taken is one line on standard output, written before anything else is done.
 */
import { writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type CallRecord, recordCall } from "#src/livekit/running-calls.ts";
import type { ToldEvent } from "#src/outbox/contract.ts";
import { openDatabase } from "#src/outbox/database.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import { createQueue } from "#src/outbox/sqlite-queue.ts";
import { newCall } from "../livekit/running-calls-example.ts";
import { doneLine, type KillPlan, roomOf } from "./kill-plan.ts";
import { seeded } from "./seeded.ts";

const [file = "", folder = "", url = "", text = ""] = process.argv.slice(2);
const plan = JSON.parse(text) as KillPlan;
const chance = seeded(plan.seed);
const problem = (reason: string): void => void writeSync(2, `${reason}\n`);
const outbox = openOutbox({
  file,
  destination: () => ({
    url: `${url}/${plan.name}`,
    secret: "correct horse battery staple",
    optInEvents: false,
  }),
  onProblem: () => {},
  timing: { timeoutMs: 1_000, backoffBaseMs: 20, backoffCapMs: 100, pollMs: 100 },
});
const stages = ["welcome", "safetyCheck", "problem", "location", "contact"] as const;

interface Call {
  room: string;
  record: CallRecord;
  queue: { enqueue(event: ToldEvent): boolean };
  turns: number;
  /** How many turns it is to have; it ends then. */
  most: number;
  told: "nothing" | "initiated" | "ended";
}

function begin(index: number): Call {
  const room = roomOf(plan.name, index);
  const identity = { sessionId: room, workspaceId: "harbour" };
  const details = {
    jobId: `AJ_${room}`,
    room,
    startedAt: new Date().toISOString(),
    turns: 0,
    stage: "welcome",
  };
  return {
    room,
    record: recordCall(folder, newCall({ ...details, told: "nothing" }), problem),
    queue: outbox.forCall(identity),
    turns: 0,
    most: chance.whole(1, 8),
    told: "nothing",
  };
}

let count = 0;
let inMemory: string[] = [];

function tell(call: Call, key: string, event: ToldEvent): void {
  count += 1;
  if (plan.death === "inTransaction" && count >= plan.after) dieInTransaction(call.room);
  const isTaken = call.queue.enqueue(event);
  if (isTaken) acknowledge([key]);
  else inMemory.push(key);
}

function acknowledge(keys: readonly string[]): void {
  writeSync(1, keys.map((key) => `${key}\n`).join(""));
}

/** Another process was at the file: once it took them, they are as safe as the others. */
function lookAfterMemory(): void {
  if (inMemory.length === 0 || outbox.pending().inMemory > 0) return;
  acknowledge(inMemory);
  inMemory = [];
}

function dieInTransaction(sessionId: string): void {
  const body = (): string => {
    process.kill(process.pid, "SIGKILL");
    return "";
  };
  const event = { id: "never", sessionId, workspaceId: "harbour", eventType: "utterance" as const, body };
  createQueue(openDatabase(file)).append(event, Date.now());
}

function dieIf(death: KillPlan["death"]): void {
  if (plan.death === death && count >= plan.after) process.kill(process.pid, "SIGKILL");
}

function step(call: Call): void {
  const { room, record, turns } = call;
  const stage = stages[Math.min(turns, 4)] ?? "contact";
  if (call.told === "nothing") {
    const data = { metadata: { process: plan.name }, started_at: new Date().toISOString() };
    tell(call, `${room} call_initiated`, { event_type: "call_initiated", data });
    dieIf("beforeNote");
    call.told = "initiated";
    record.update({ told: "initiated" });
  } else if (turns < call.most) {
    const said = {
      speaker: "tenant",
      text: `Turn ${turns}`,
      turn_index: turns,
      stage,
      interrupted: false,
    } as const;
    tell(call, `${room} utterance ${turns}`, { event_type: "utterance", data: said });
    call.turns += 1;
    record.update({ turns: call.turns, stage });
  } else {
    const data = { duration_seconds: 1.5, total_turns: turns, final_stage: stage };
    tell(call, `${room} call_ended`, { event_type: "call_ended", data });
    dieIf("beforeEndNote");
    call.told = "ended";
    record.update({ told: "ended" });
    record.remove();
  }
}

const calls = Array.from({ length: plan.calls }, (_, index) => begin(index));
for (;;) {
  lookAfterMemory();
  const [first, ...rest] = calls.filter(({ told }) => told !== "ended");
  if (first === undefined) break;
  step(chance.pick([first, ...rest]));
  await delay(chance.whole(0, 2));
}
while (inMemory.length > 0) {
  await delay(10);
  lookAfterMemory();
}
acknowledge([doneLine]);
