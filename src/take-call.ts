/** Takes a caller's call in a job process: finds who answers the number, puts the call together, and closes it down. */
import { setTimeout as delay } from "node:timers/promises";
import { type JobContext, log } from "@livekit/agents";
import { RoomServiceClient, SipClient } from "livekit-server-sdk";
import type { CallHandle, CallLogEntry } from "#src/call/handle.ts";
import type { WorkerSettings } from "#src/config/settings.ts";
import type { AgentTrack } from "#src/livekit/agent-track.ts";
import type { Caller } from "#src/livekit/caller.ts";
import { openCallerTrack } from "#src/livekit/caller-track.ts";
import { openWatchDoor } from "#src/inspect/watch/door.ts";
import { readDispatchMetadata } from "#src/livekit/rescue-metadata.ts";
import { createLine } from "#src/livekit/line.ts";
import { sharedEndOfTurn } from "#src/livekit/shared-end-of-turn.ts";
import { isNotFound } from "#src/livekit/room-service.ts";
import { tellRoomEvents } from "#src/livekit/room-events.ts";
import type { CallRecord } from "#src/livekit/running-calls.ts";
import { sendReports } from "#src/telemetry/report-socket.ts";
import { watchCall } from "#src/telemetry/watch-call.ts";
import type { PhraseStore } from "#src/voice/phrase-store.ts";
import type { Catalogue } from "#src/workspaces/catalogue.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { phrasesForCaller } from "#src/workspaces/phrases.ts";
import { toE164 } from "#src/workspaces/telephone-number.ts";
import { appVersion } from "./app-version.ts";
import { type openAIClient, openCall, phraseVoice, type Senses } from "./assemble.ts";
import { keepCallLog } from "./call-logs.ts";
import { callRecorder } from "./call-recordings.ts";
import { dataFiles, liveKitApi, openSharedOutbox, providersOf } from "./worker-parts.ts";

/** A caller who has not subscribed to our track by then hears the greeting when they do. */
const subscriptionLimitMs = 3000;
/** From the last sample played here until it was heard at the other end. */
const tailMs = 400;
/** What the end of a call waits for a disk that does not take its log or its recording. */
const logLimitMs = 2000;
/** And for a worker that does not take what was measured. */
const telemetryLimitMs = 1000;

/** Made ready before a call comes. */
export interface Ready {
  settings: WorkerSettings;
  vad: Senses["vad"];
  catalogue: Catalogue;
  phrases: PhraseStore;
  client: ReturnType<typeof openAIClient>;
  /** The call, once there is one, and the end of all that has to be done after it. */
  call?: { handle: CallHandle; over: Promise<void> };
}

/** What the room gave. */
interface Joined {
  caller: Caller;
  track: AgentTrack;
  record: CallRecord;
}

export const problem = (reason: string): void => log().warn({ reason }, "problem");
const now = (): number => performance.now();

/** Resolves when the call has begun; rejects when it could not, which ends the process, and others see to the caller. */
export async function takeCall(context: JobContext<Ready>, { caller, track, record }: Joined): Promise<void> {
  const { room, job, proc } = context;
  const { settings, catalogue, phrases, vad, client } = proc.userData;
  // Not the job's own way, which writes the room's name, and with it the caller's number, into the log.
  const rooms = new RoomServiceClient(...liveKitApi(settings));
  const audible = track.subscribed(subscriptionLimitMs);
  const dialled = toE164(caller.dialled ?? "");
  const number = toE164(caller.number ?? "");
  const { pack, refusal } = whoAnswers(catalogue, dialled, settings.fallbackNumber);
  const { workspace } = pack;
  const { resumed, told = false } = readDispatchMetadata(job.metadata);
  const call = {
    sessionId: room.name ?? job.id,
    workspaceId: workspace.id,
    ...(caller.callSid === undefined ? {} : { callSid: caller.callSid }),
  };
  const sender =
    settings.telemetry === undefined ? undefined : sendReports(dataFiles(settings).telemetry, problem);
  const watch =
    sender &&
    watchCall({ callId: job.id, workspaceId: workspace.id, resumed: resumed === true, now }, sender.report);
  const outbox = openSharedOutbox(settings, () => workspace.settings.optInEvents, problem);
  const audioIn = openCallerTrack(room, caller.identity);
  const recorder = callRecorder(pack, {
    id: job.id,
    // A dispatch rule that is not ours may put the caller's number into the room's name.
    sessionId: number !== undefined && call.sessionId.includes(number.slice(1)) ? job.id : call.sessionId,
    folder: dataFiles(settings).recordings,
    keys: settings.recordingKeys,
    audioIn,
    audioOut: track,
    clock: { now },
    onProblem: problem,
  });
  const handle = openCall({
    callId: job.id,
    dialled: dialled ?? "",
    ...(number === undefined ? {} : { callerNumber: number }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(resumed === true ? { resumed: { told } } : {}),
    pack,
    phrases: phrases.read(phrasesForCaller(pack.phrases, number === undefined), phraseVoice(pack)),
    senses: { vad, predictEndOfTurn: sharedEndOfTurn(context.inferenceExecutor) },
    providers: providersOf(settings),
    client,
    audioIn,
    audioOut: recorder.audioOut,
    line: createLine({
      sip: new SipClient(...liveKitApi(settings)),
      room: call.sessionId,
      caller,
      startRecording: () => recorder.start(),
      onProblem: problem,
    }),
    // A number that nobody answers has nobody to tell.
    outbox: refusal === "notInService" ? { enqueue: () => {} } : outbox.forCall(call),
    clock: { now },
    appVersion,
    canRecord: settings.recordingKeys.length > 0,
    ...(watch === undefined ? {} : { wrapUsage: watch.usage }),
  });
  watch?.begin(handle);
  const { callSid, workspaceId } = call;
  record.update({
    ...(callSid === undefined ? {} : { callSid }),
    workspaceId,
    callerIdentity: caller.identity,
    ladder: workspace.ladder.map(({ phone }) => phone),
    told: told ? "initiated" : "nothing",
  });
  handle.observe((entry: CallLogEntry) => {
    if (entry.kind === "states") record.update({ stage: entry.stage });
    if (entry.kind === "turn") record.update({ turns: entry.index + 1 });
    if (entry.kind === "webhook" && refusal !== "notInService") noteTold(record, entry.eventType);
    if (entry.kind === "problem") problem(entry.reason);
  });
  const logged = keepCallLog(handle, pack, {
    folder: dataFiles(settings).callLogs,
    key: settings.callLogKey,
    appVersion,
    now,
    onProblem: problem,
  });
  const begun = now();
  const over = afterwards();
  proc.userData.call = { handle, over };
  // The worker died: this process is not left alone for long, and hands its caller to a human while it can.
  process.once("disconnect", () => handle.send({ type: "call.mustEnd" }));
  log().info({ workspace: workspace.id, refusal, resumed }, "call begins");
  await audible;
  tellRoomEvents(room, caller.identity, now, (event) => handle.send(event));
  // After the greeting has been asked for: whoever watches has time, the caller has not.
  setImmediate(() => letWatch({ handle, over }, call, settings));

  async function afterwards(): Promise<void> {
    const outcome = await handle.ended;
    const seconds = Math.round((now() - begun) / 1000);
    log().info({ workspace: workspace.id, outcome, seconds }, "call ended");
    if (room.isConnected && room.remoteParticipants.has(caller.identity)) {
      await track.played();
      await delay(tailMs);
    }
    const recorded = recorder.stop();
    audioIn.close();
    await rooms.deleteRoom(call.sessionId).catch((error: unknown) => {
      if (!isNotFound(error)) problem("the room was not closed");
    });
    record.remove();
    await Promise.race([Promise.all([logged, recorded]), delay(logLimitMs)]);
    await sender?.close(telemetryLimitMs);
    await outbox.close();
    context.shutdown(outcome);
  }
}

/** Costs a listening socket while nobody comes. */
function letWatch(
  { handle, over }: NonNullable<Ready["call"]>,
  call: { workspaceId: string; sessionId: string },
  settings: WorkerSettings,
): void {
  const door = openWatchDoor({ folder: dataFiles(settings).watch, synthetic: false, onProblem: problem });
  door.add(handle, call);
  const close = (): void => door.close();
  void over.then(close, close);
}

/** A process that closes this call after us must know what it still owes. */
function noteTold(record: CallRecord, eventType: string): void {
  if (eventType === "call_initiated") record.update({ told: "initiated" });
  if (eventType === "call_ended") record.update({ told: "ended" });
}

interface Answer {
  pack: Pack;
  refusal?: "notInService" | "lineDisabled";
}

/** The number's workspace, or a refusal with words of its own. */
function whoAnswers(catalogue: Catalogue, dialled: string | undefined, fallback: string | undefined): Answer {
  const pack = dialled === undefined ? undefined : catalogue.find(dialled);
  if (pack === undefined) {
    log().error({ dialled }, "no workspace answers this number, add it to a workspace's phoneNumbers");
    return { pack: catalogue.house(fallback), refusal: "notInService" };
  }
  return pack.workspace.settings.enabled ? { pack } : { pack, refusal: "lineDisabled" };
}
