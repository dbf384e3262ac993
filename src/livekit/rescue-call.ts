/** What is done for one caller whose agent's process has died. */
import { handOver } from "./rescue-hand-over.ts";
import { readDispatchMetadata, resumedDispatch } from "./rescue-metadata.ts";
import {
  type DeadCall,
  lookInto,
  patienceMs,
  persistently,
  type RescuePorts,
  type Scene,
  unlessNotFound,
} from "./rescue-room.ts";
import { GaveUp, sleep } from "./rescue-waiting.ts";
import { reasonOf, type RoomParticipant } from "./room-service.ts";

/**
 * `resumed`: another agent has the call, which is now to tell of its end. `handedOver`: a human has answered. `hungUp`:
 * neither came. `callerLeft`: nobody was there any more. `unreachable`: LiveKit did not answer for a minute; the room is
 * left to the patrol.
 */
export type RescueOutcome = "resumed" | "handedOver" | "hungUp" | "callerLeft" | "unreachable";

export interface Rescued {
  outcome: RescueOutcome;
  /** The caller was still there when it began. */
  callerWaited: boolean;
}

const watchMs = 250;
/** A dispatch for which no worker is free at that moment comes to nothing, and LiveKit does not say so. */
const sendAgainMs = 2_500;
/** A call that brings down one process after the other has to go to a human. */
const maxResumes = 2;

/** Sends a new agent to the caller or, when none comes, a human. Rejects only when `signal` aborts. */
export async function rescueCall(dead: DeadCall, ports: RescuePorts, signal: AbortSignal): Promise<Rescued> {
  const { call } = dead;
  const { clock } = ports;
  const until = clock.now() + patienceMs;
  const sent: string[] = [];
  let callerWaited = false;
  const look = (): Promise<Scene> => lookInto(dead, ports.rooms);

  async function run(): Promise<RescueOutcome> {
    const begun = await persistently(`${call.jobId}: no new agent can be sent`, begin, ports, {
      signal,
      until,
    });
    if (begun === "resumed" || begun === "callerLeft") return begun;
    if (begun.isHopeless) return putThrough(begun.caller);
    const last = await watch(begun);
    if (last === "resumed" || last === "callerLeft") return last;
    await Promise.all(sent.map((id) => takeBack(id)));
    return putThrough(last);
  }

  /** Everything is looked at anew in every try: while LiveKit was away, a caller may have come back and found an agent. */
  async function begin(): Promise<Waiting | "resumed" | "callerLeft"> {
    if (dead.isTakenOver()) return "resumed";
    const { caller, otherAgent } = await look();
    if (caller === undefined) return "callerLeft";
    callerWaited = true;
    if (otherAgent) return { caller, otherAgent, isHopeless: false };
    const isHopeless = await haveTooManyDied();
    if (!isHopeless) await sendAgent();
    return { caller, otherAgent, isHopeless };
  }

  /** LiveKit keeps the count. */
  async function haveTooManyDied(): Promise<boolean> {
    const dispatches = await ports.dispatch.listDispatch(call.room);
    const deaths = dispatches.map(({ metadata }) => readDispatchMetadata(metadata).after);
    return new Set(deaths.filter((jobId) => jobId !== undefined && jobId !== call.jobId)).size >= maxResumes;
  }

  async function sendAgent(): Promise<void> {
    await Promise.all(dead.deadAgents.map((identity) => remove(identity)));
    const metadata = resumedDispatch({ told: call.told === "initiated", after: call.jobId });
    const { id } = await ports.dispatch.createDispatch(call.room, ports.agentName, { metadata });
    sent.push(id);
  }

  /** An agent that finds another one in the room leaves; if this one stays now, the next try may be luckier. */
  async function remove(agent: string): Promise<void> {
    try {
      await ports.rooms.removeParticipant(call.room, agent).catch(unlessNotFound);
    } catch (error) {
      ports.onProblem(`${call.jobId}: the dead agent cannot be removed, ${reasonOf(error)}`);
    }
  }

  /** Late is as bad as never, now that a human is called: what is still under way is called off. */
  async function takeBack(id: string): Promise<void> {
    try {
      await ports.dispatch.deleteDispatch(id, call.room).catch(unlessNotFound);
    } catch (error) {
      ports.onProblem(`${call.jobId}: a dispatch cannot be taken back, ${reasonOf(error)}`);
    }
  }

  /** An agent that has come but recorded nothing here by then runs on another machine. */
  async function watch({ caller, otherAgent }: Waiting): Promise<RoomParticipant | "resumed" | "callerLeft"> {
    const takenOverBy = clock.now() + ports.takeOverMs;
    let sendAgainAt = clock.now() + sendAgainMs;
    let scene: Scene = { caller, otherAgent };
    for (;;) {
      if (dead.isTakenOver()) return "resumed";
      if (scene.caller === undefined) return "callerLeft";
      if (clock.now() >= takenOverBy) return scene.otherAgent ? "resumed" : scene.caller;
      if (clock.now() >= sendAgainAt && !scene.otherAgent) {
        sendAgainAt += sendAgainMs;
        // It was made once, and what LiveKit cannot do now is done again in a moment.
        await sendAgent().catch(() => {});
      }
      await sleep(clock, watchMs, signal);
      scene = await look().catch(() => scene);
    }
  }

  async function putThrough(caller: RoomParticipant): Promise<RescueOutcome> {
    const answer = await handOver(call, caller, ports, signal);
    return answer === "answered" ? "handedOver" : answer === "nobody" ? "hungUp" : "callerLeft";
  }

  try {
    return { outcome: await run(), callerWaited };
  } catch (error) {
    if (error instanceof GaveUp) return { outcome: "unreachable", callerWaited };
    throw error;
  }
}

interface Waiting extends Scene {
  caller: RoomParticipant;
  isHopeless: boolean;
}
