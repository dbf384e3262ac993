/** Plays a scenario: a real call over real audio, with a simulated caller, telephone and webhook receiver around it. */
import { randomUUID } from "node:crypto";
import type { CallLogEntry } from "#src/call/handle.ts";
import { createMonitor } from "#src/rules/monitor.ts";
import { observeSteps } from "#src/rules/step.ts";
import { startReceiver, type ReceivedRequest, type Receiver } from "./receiver.ts";
import { reportOn, type ScenarioReport } from "./report.ts";
import type { Scenario } from "./scenario.ts";
import type { Synthesize } from "./speech.ts";
import { type PlaceCall, stageCall, type StagedCall } from "./stage-call.ts";
import { realTimers, within, type Timers } from "./timers.ts";
import { acceptedEvents, skippedSequence, strangeRequests, usageTold } from "./webhook-log.ts";

export interface RunOptions {
  place: PlaceCall;
  synthesize: Synthesize;
  timers?: Timers;
  /** The same seed gives the same noise and coughs. */
  seed?: number;
  /** Is given every entry of the call's log as it comes, on the call's clock. */
  onEntry?: (entry: CallLogEntry) => void;
  /** Is given every webhook when it has arrived, before it is answered. */
  onWebhook?: (request: ReceivedRequest) => void;
  /** Is given the call as 16-bit stereo WAV at 24 kHz: caller left, agent right. */
  onRecording?: (wav: Buffer) => void;
}

const flushLimitMs = 20_000;
/** What a call may take to end once it was hung up. */
const hangUpLimitMs = 10_000;

/** Rejects only when a part of the simulation fails; whatever the call does is told in the report. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioReport> {
  const { place, synthesize, timers = realTimers, seed = 1 } = options;
  const receiver = await startReceiver({
    ...scenario.receiver,
    secret: randomUUID(),
    timers,
    ...(options.onWebhook ? { onRequest: options.onWebhook } : {}),
  });
  try {
    const { url, secret } = receiver;
    const staged = await stageCall(scenario, { place, synthesize, timers, seed, webhooks: { url, secret } });
    return await play({ scenario, options, timers, receiver, staged });
  } finally {
    await receiver.close();
  }
}

interface Scene {
  scenario: Scenario;
  options: RunOptions;
  timers: Timers;
  receiver: Receiver;
  staged: StagedCall;
}

async function play({ scenario, options, timers, receiver, staged }: Scene): Promise<ScenarioReport> {
  const { call, line, telephone } = staged;
  try {
    const { handle } = call;
    const ahead = line.now() - call.clockNow();
    const monitor = createMonitor();
    observeSteps(handle.actor, (step) => monitor.step(step));
    const entries: CallLogEntry[] = [];
    handle.observe((entry) => {
      entries.push({ ...entry, at: entry.at + ahead });
      options.onEntry?.(entry);
    });
    const caller = staged.begin();
    // A caller that fails, fails the run at once.
    const ended = Promise.race([handle.ended, caller.finished.then(() => handle.ended)]);
    const outcome = await within(timers, scenario.limitMs, ended);
    const problems: string[] = [];
    if (outcome === "late") {
      handle.send({ type: "call.hungUp", by: "caller" });
      const end = await within(timers, hangUpLimitMs, handle.ended);
      if (end === "late") problems.push("the call did not end when it was hung up");
    }
    caller.stop();
    line.close();
    const callerProblems = await caller.finished;
    const flushed = await within(timers, flushLimitMs, call.flushWebhooks());
    if (flushed === "late") problems.push(`webhooks were still being delivered after ${flushLimitMs} ms`);
    const requests = receiver.requests();
    const usage = usageTold(requests);
    const strange = strangeRequests(requests);
    problems.push(...monitor.broken(), ...skippedSequence(requests));
    if (strange > 0) problems.push(`${strange} requests to the receiver were no webhooks of the contract`);
    options.onRecording?.(line.recording());
    const record = {
      entries,
      truth: line.truth(),
      webhooks: acceptedEvents(requests),
      transfers: telephone.transfers(),
      facts: handle.view().facts,
      ...(usage === undefined ? {} : { usage }),
      ...(outcome === "late" ? {} : { outcome }),
    };
    return reportOn(scenario, record, callerProblems, problems);
  } finally {
    line.close();
    await call.close();
  }
}
