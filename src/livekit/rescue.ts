/** Looks after callers whose agent's process has died on this machine. */
import { mkdirSync } from "node:fs";
import { type Clock, systemClock } from "./rescue-clock.ts";
import { type RescueOutcome, rescueCall } from "./rescue-call.ts";
import { closeRoom, type RescuePorts } from "./rescue-room.ts";
import {
  type Claim,
  claimCall,
  codeOf,
  findCalls,
  type FoundCall,
  isBeingClosed,
} from "./running-calls-folder.ts";
import { isAlive } from "./running-calls-process.ts";

export interface RescueOptions extends Omit<RescuePorts, "clock" | "takeOverMs"> {
  /** Of `recordCall`; created when it is not there. */
  folder: string;
  /** The durable queue of webhooks. */
  outbox: { forCall(call: EndedCall): QueueOfCall };
  /** How often to look for dead processes: half of it is what a caller waits for that on average. 500 by default. */
  everyMs?: number;
  /** How long a new agent may take to come before a human is called; 10 s by default. */
  takeOverMs?: number;
  /** One sentence, without names and numbers of people; it begins with the job's id when it is about a call. */
  onProblem: (reason: string) => void;
  onRescued: (rescued: RescueReport) => void;
  clock?: Clock;
}

/** A call that has ended is not told so twice by it. */
interface QueueOfCall {
  enqueue(event: CallEnded): void;
  /** `call_initiated` was told and `call_ended` was not, as far as the queue knows. */
  isOpen(): boolean;
}

interface EndedCall {
  /** The room's name. */
  sessionId: string;
  callSid?: string;
  workspaceId: string;
}

/** Field names are those of the webhook contract. */
interface CallEnded {
  event_type: "call_ended";
  data: { duration_seconds: number; total_turns: number; final_stage: string };
}

export interface RescueReport {
  jobId: string;
  workspaceId: string;
  outcome: RescueOutcome;
}

export interface Rescue {
  /** Looks now, for instance because a child process has just ended; resolves when all that it found is done with. */
  check(): Promise<void>;
  /** Stops at once; what is under way is left to a later process. */
  close(): void;
}

/**
 * Calls of earlier runs are found as well. Each is dealt with once, by one process, in this order: a new agent, or else a
 * human of the call's ladder; then the webhook `call_ended`, unless the new agent is to tell it; then the room is closed.
 * A process may die between a webhook and the note of it on disk. So the queue is asked, too, whether the call was begun, and
 * takes no second `call_ended`.
 *
 * @throws Error with one sentence when the folder cannot be made.
 */
export function startRescue(options: RescueOptions): Rescue {
  const { folder, everyMs = 500, takeOverMs = 10_000, clock = systemClock, onProblem } = options;
  const ports: RescuePorts = { ...options, takeOverMs, clock };
  const closing = new AbortController();
  const lastSeenAlive = new Map<string, number>();
  let cancelTimer = (): void => undefined;
  let lastComplaint = "";

  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(
      `The folder of running calls ${folder} cannot be made (${codeOf(error)}); name one that can be.`,
      { cause: error },
    );
  }

  async function check(): Promise<void> {
    const found = findCalls(folder, complain);
    noteAlive(found);
    const byRoom = Map.groupBy(found, ({ call }) => call.room);
    await Promise.all([...byRoom.values()].map((calls) => checkRoom(calls)));
  }

  function noteAlive(found: readonly FoundCall[]): void {
    const jobs = new Set(found.map(({ call }) => call.jobId));
    for (const jobId of lastSeenAlive.keys()) if (!jobs.has(jobId)) lastSeenAlive.delete(jobId);
    for (const { call } of found) if (isAlive(call)) lastSeenAlive.set(call.jobId, clock.now());
  }

  /** A room has several records when a job has taken over from another one. The latest stands for all that are dead. */
  async function checkRoom(calls: FoundCall[]): Promise<void> {
    if (calls.some(isBeingClosed)) return;
    const dead = calls
      .filter(({ call }) => !isAlive(call))
      .sort((one, other) => other.writtenAt - one.writtenAt);
    const [latest, ...earlier] = dead;
    if (latest === undefined) return;
    const isTakenOver = dead.length < calls.length;
    for (const one of isTakenOver ? dead : earlier) claimCall(one)?.settle();
    if (isTakenOver) return;
    const claim = claimCall(latest);
    if (claim === undefined) return;
    const deadAgents = dead.map(({ call }) => call.agentIdentity).filter((identity) => identity !== "");
    try {
      await dealWith(claim, deadAgents);
    } catch (error) {
      if (closing.signal.aborted) claim.giveBack();
      // Kept, so that it is not tried twice a second: the next run of this program tries again.
      else onProblem(`${claim.call.jobId}: the call cannot be closed, ${codeOf(error)}`);
    }
  }

  async function dealWith(claim: Claim, deadAgents: readonly string[]): Promise<void> {
    const { call } = claim;
    const { jobId, workspaceId, room } = call;
    const isTakenOver = (): boolean =>
      findCalls(folder, complain).some((other) => other.call.room === room && other.call.jobId !== jobId);
    const dead = { call, deadAgents, isTakenOver };
    if (call.told === "ended") {
      await closeRoom(dead, ports, closing.signal);
      return claim.settle();
    }
    const { outcome, callerWaited } = await rescueCall(dead, ports, closing.signal);
    if (outcome !== "resumed") {
      const diedAt = Math.max(claim.writtenAt, lastSeenAlive.get(jobId) ?? 0);
      tellEnded(claim, callerWaited ? clock.now() : diedAt);
      if (outcome !== "unreachable") await closeRoom(dead, ports, closing.signal);
    }
    claim.settle();
    options.onRescued({ jobId, workspaceId, outcome });
  }

  function tellEnded(claim: Claim, endedAt: number): void {
    const { jobId, room, callSid, workspaceId, startedAt, turns, stage, told } = claim.call;
    const queue = options.outbox.forCall({
      sessionId: room,
      workspaceId,
      ...(callSid === undefined ? {} : { callSid }),
    });
    if (told !== "initiated" && !queue.isOpen()) return;
    queue.enqueue({
      event_type: "call_ended",
      data: {
        duration_seconds: Math.max(0, Math.round((endedAt - Date.parse(startedAt)) / 100) / 10),
        total_turns: turns,
        final_stage: stage,
      },
    });
    try {
      claim.noteEnded();
    } catch (error) {
      onProblem(`${jobId}: that call_ended is told cannot be noted, ${codeOf(error)}`);
    }
  }

  /** The same complaint about the folder, twice a second, would hide everything else. */
  function complain(reason: string): void {
    if (reason !== lastComplaint) onProblem(reason);
    lastComplaint = reason;
  }

  function tick(): void {
    check().catch((error: unknown) => onProblem(`running calls: not looked after, ${codeOf(error)}`));
    cancelTimer = clock.after(everyMs, tick);
  }

  tick();
  return {
    check,
    close() {
      cancelTimer();
      closing.abort();
    },
  };
}
