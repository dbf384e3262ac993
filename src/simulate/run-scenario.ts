/** Plays a scenario: a real call over real audio, with a simulated caller, telephone and webhook receiver around it. */
import { randomUUID } from "node:crypto";
import type { CallHandle, CallLogEntry } from "#src/call/handle.ts";
import type { AudioSink, AudioSource, Line } from "#src/call/ports.ts";
import { createMonitor } from "#src/rules/monitor.ts";
import { observeSteps } from "#src/rules/step.ts";
import type { SpeechPort } from "./acts.ts";
import { startCaller } from "./caller.ts";
import { openCallerLine, type CallerLine } from "./caller-line.ts";
import { linesOf } from "./caller-schema.ts";
import { comfortNoiseRms, noiseLoop } from "./noise.ts";
import { startReceiver, type ReceivedRequest, type Receiver } from "./receiver.ts";
import { reportOn, type ScenarioReport } from "./report.ts";
import type { Scenario } from "./scenario.ts";
import { speakLines, type SpokenLine, type Synthesize } from "./speech.ts";
import { createTelephone } from "./telephone.ts";
import { realTimers, within, type Timers } from "./timers.ts";
import { acceptedEvents, skippedSequence, strangeRequests, usageTold } from "./webhook-log.ts";

/** Puts a call together on a line that is open already. It must not begin before it is told `call.answered`. */
export type PlaceCall = (setup: CallSetup) => Promise<PlacedCall>;

export interface CallSetup {
  scenario: Scenario;
  workspaceId: string;
  /** E.164; absent when withheld. */
  callerNumber?: string;
  /** The scenario's `engines`, as they were written. */
  engines: unknown;
  audioIn: AudioSource;
  audioOut: AudioSink;
  line: Line;
  /** `url` is an origin without a path. */
  webhooks: { url: string; secret: string };
  /** Every tool is to take so much longer. */
  toolDelayMs: number;
}

interface PlacedCall {
  handle: CallHandle;
  speech: SpeechPort;
  /** The call's clock. */
  clockNow(): number;
  /** Resolves when nothing is left to deliver; may never. */
  flushWebhooks(): Promise<void>;
  close(): Promise<void>;
}

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
  const { timers = realTimers, seed = 1 } = options;
  const telephone = scenario.line.audio === "telephone";
  const lines = await speakLines(linesOf(scenario.caller), {
    synthesize: options.synthesize,
    voice: scenario.caller.voice,
    telephone,
    seed,
  });
  const noise = noiseLoop({ rms: Math.max(comfortNoiseRms, scenario.line.noise), telephone, seed });
  const receiver = await startReceiver({
    ...scenario.receiver,
    secret: randomUUID(),
    timers,
    ...(options.onWebhook ? { onRequest: options.onWebhook } : {}),
  });
  const line = openCallerLine({ timers, noise });
  try {
    return await play({ scenario, options, timers, lines, receiver, line });
  } finally {
    line.close();
    await receiver.close();
  }
}

interface Scene {
  scenario: Scenario;
  options: RunOptions;
  timers: Timers;
  lines: ReadonlyMap<string, SpokenLine>;
  receiver: Receiver;
  line: CallerLine;
}

async function play({ scenario, options, timers, lines, receiver, line }: Scene): Promise<ScenarioReport> {
  const telephone = createTelephone(timers, scenario.line.transfer);
  const { url, secret } = receiver;
  const { number } = scenario.caller;
  const call = await options.place({
    scenario,
    workspaceId: scenario.workspace,
    ...(number === undefined ? {} : { callerNumber: number }),
    engines: scenario.engines,
    audioIn: line,
    audioOut: line,
    line: telephone.line,
    webhooks: { url, secret },
    toolDelayMs: scenario.tools.delayMs,
  });
  try {
    const { handle, speech } = call;
    const ahead = line.now() - call.clockNow();
    const monitor = createMonitor();
    observeSteps(handle.actor, (step) => monitor.step(step));
    const entries: CallLogEntry[] = [];
    handle.observe((entry) => {
      entries.push({ ...entry, at: entry.at + ahead });
      options.onEntry?.(entry);
    });
    const { humanAnswered } = telephone;
    const caller = startCaller(scenario.caller, { handle, line, speech, timers, lines, humanAnswered });
    handle.send({ type: "call.answered", at: call.clockNow() });
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
    await call.close();
  }
}
