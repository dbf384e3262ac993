/** Everything on one machine and without a key: calls whose providers are the local engines behind the stock plugins. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Dialogue } from "#src/call/ports.ts";
import { rehearseReply } from "#src/dialogue/rehearse-reply.ts";
import { scriptFromMessages } from "#src/dialogue/script-from-messages.ts";
import { behaviourSchema } from "#src/local/behaviour.ts";
import type { ChatReply, ChatRequest } from "#src/local/chat-request.ts";
import type { LocalCall } from "#src/local/call.ts";
import { synthesizeAt } from "#src/local/flite.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { isVoice } from "#src/local/voices.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import { recordCallLog } from "#src/replay/recorder.ts";
import type { PlaceCall } from "#src/simulate/stage-call.ts";
import type { Synthesize } from "#src/simulate/speech.ts";
import type { Report } from "#src/telemetry/report.ts";
import { watchCall } from "#src/telemetry/watch-call.ts";
import { newSession } from "#src/trial/session.ts";
import type { CachedPhrase } from "#src/voice/phrase-cache.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { openAIClient, openCall, type Providers, type Senses, warmSenses } from "./assemble.ts";
import { appVersion } from "./app-version.ts";
import { callRecorder, type RecordingsPlace } from "./call-recordings.ts";
import { loadCheckedPacks } from "./checked-packs.ts";
import { keylessPhrases } from "./keyless-phrases.ts";

export interface KeylessOptions {
  promptsDir: string;
  /** Folder for the webhook queue of each call. */
  dataDir: string;
  /** Folder in which the audio of the fixed phrases is kept from one start to the next. */
  phrases: string;
  logLevel: string;
  /** Each call's whole log is kept here, in clear: the callers are simulated. */
  callLogs?: string;
  /** Where calls are recorded whose workspace asks for it, and whose callers agree. */
  recordings?: RecordingsPlace;
  /** Sentences of the domain: when given, pocketsphinx recognizes for real, unless a call is placed with scripted words. */
  sentences?: string[];
  /** Is told of every call what can be measured. */
  report?: Report;
}

export interface Keyless {
  /** Ids of the workspaces that can be called. */
  workspaces: readonly string[];
  place: (...setup: Parameters<PlaceCall>) => Promise<KeylessCall>;
  synthesize: Synthesize;
  close(): Promise<void>;
}

/** `requests`: what the engines, which stand for the vendors, were asked for in the call. */
type KeylessCall = Awaited<ReturnType<PlaceCall>> & { requests: LocalCall["requests"] };

/** Nobody checks it; the plugins insist on one. */
const noKey = "keyless";

export async function openKeyless({
  promptsDir,
  dataDir,
  phrases: phrasesFolder,
  logLevel,
  callLogs,
  recordings,
  sentences,
  report,
}: KeylessOptions): Promise<Keyless> {
  const packs = loadCheckedPacks(promptsDir);
  const senses = await warmSenses(logLevel);
  const engines = await startLocalEngines({
    replyTo: (request) => replyTo(packs, request),
    ...(sentences ? { recognizer: { kind: "pocketsphinx", sentences } } : {}),
  });
  const phrases = await phrasesOf(engines, packs, phrasesFolder);
  for (const pack of packs.slice(0, 1)) await rehearseReply(pack);
  mkdirSync(dataDir, { recursive: true });
  return {
    workspaces: packs.map(({ workspace }) => workspace.id),
    synthesize: (text, { voice, sampleRate }) => synthesizeAt(text, { voice: knownVoice(voice), sampleRate }),
    close: () => engines.close(),
    place: async (setup) => {
      const pack = packs.find(({ workspace }) => workspace.id === setup.workspaceId);
      if (!pack)
        throw new Error(
          `There is no workspace '${setup.workspaceId}' under ${promptsDir}; its id is its folder's name.`,
        );
      return placeCall({
        setup,
        pack,
        senses,
        engines,
        dataDir,
        callLogs,
        recordings,
        report,
        phrases: phrases.get(pack) ?? new Map(),
      });
    },
  };
}

interface Placing {
  setup: Parameters<PlaceCall>[0];
  pack: Pack;
  senses: Senses;
  engines: LocalEngines;
  dataDir: string;
  callLogs: string | undefined;
  recordings: RecordingsPlace | undefined;
  report: Report | undefined;
  phrases: Phrases;
}

function placeCall({
  setup,
  pack,
  senses,
  engines,
  dataDir,
  callLogs,
  recordings,
  report,
  phrases,
}: Placing): KeylessCall {
  const callId = setup.callId ?? newSession();
  const local = engines.call(callId);
  if (setup.recognition !== undefined) local.listen(setup.recognition);
  local.configure(behaviourSchema.parse(setup.engines ?? {}));
  const providers = providersOf(engines, callId);
  const clock = { now: () => performance.now() };
  const outbox = openOutbox({
    file: join(dataDir, `${callId}.db`),
    destination: () => ({ ...setup.webhooks, optInEvents: pack.workspace.settings.optInEvents }),
    onProblem: () => {},
  });
  const onProblem = (reason: string): void => void process.stderr.write(`${reason}\n`);
  const recorder = callRecorder(pack, {
    id: callId,
    sessionId: callId,
    folder: recordings?.folder ?? join(dataDir, "recordings"),
    keys: recordings?.keys ?? [],
    audioIn: setup.audioIn,
    audioOut: setup.audioOut,
    clock,
    onProblem,
  });
  const watch =
    report && watchCall({ callId, workspaceId: pack.workspace.id, resumed: false, now: clock.now }, report);
  const handle = openCall({
    callId,
    dialled: pack.workspace.phoneNumbers[0] ?? "",
    ...(setup.callerNumber === undefined ? {} : { callerNumber: setup.callerNumber }),
    pack,
    phrases,
    senses,
    providers,
    client: openAIClient(providers),
    audioIn: setup.audioIn,
    audioOut: recorder.audioOut,
    line: { ...setup.line, startRecording: () => recorder.start() },
    outbox: outbox.forCall({ sessionId: callId, workspaceId: pack.workspace.id }),
    clock,
    appVersion,
    canRecord: true,
    wrapDialogue: (dialogue) => slowed(dialogue, setup.toolDelayMs),
    ...(watch === undefined ? {} : { wrapUsage: watch.usage }),
  });
  watch?.begin(handle);
  const logged =
    callLogs === undefined
      ? undefined
      : recordCallLog(handle, {
          kind: "plain",
          file: join(callLogs, `${callId}.jsonl`),
          workspace: pack.workspace.id,
          versions: { prompts: pack.version, app: appVersion },
          now: clock.now,
          onProblem,
        });
  // What follows on the line is no call any more.
  void handle.ended.then(() => recorder.stop());
  return {
    handle,
    speech: local.speech,
    requests: local.requests,
    clockNow: clock.now,
    flushWebhooks: async () => {
      await outbox.flush(60_000, callId);
    },
    close: async () => {
      await Promise.all([logged, recorder.stop()]);
      await outbox.close();
      local.close();
    },
  };
}

type Phrases = ReadonlyMap<string, CachedPhrase>;

/** Before a call comes. */
async function phrasesOf(
  engines: LocalEngines,
  packs: readonly Pack[],
  folder: string,
): Promise<ReadonlyMap<Pack, Phrases>> {
  const client = openAIClient(providersOf(engines, "warming"));
  const warming = engines.call("warming");
  // Nobody hears it: it is there as soon as it is spoken.
  warming.configure({ tts: { firstByteMs: 0, timesRealTime: 1_000 } });
  const phrases = await keylessPhrases(packs, client, folder);
  warming.close();
  return phrases;
}

const providersOf = (engines: LocalEngines, key: string): Providers => ({
  deepgram: { apiKey: noKey, url: engines.deepgramUrl(key) },
  openai: { apiKey: noKey, url: engines.openaiUrl(key), model: "gpt-4o", secondModel: "gpt-4o-mini" },
});

/** The engine knows the workspace by its system prompt, as a model would. */
export function replyTo(packs: readonly Pack[], { messages }: ChatRequest): ChatReply {
  const pack = packs.find(({ system }) => messages.some(({ content }) => content === system));
  if (!pack) throw new Error("No workspace has this system prompt.");
  return scriptFromMessages(messages, pack);
}

const slowed = (dialogue: Dialogue, ms: number): Dialogue =>
  ms === 0
    ? dialogue
    : {
        ...dialogue,
        async runTool(call, situation, signal) {
          await delay(ms, undefined, { signal });
          return dialogue.runTool(call, situation, signal);
        },
      };

/** Callers sound unlike the agent, whose voice `nova` is. */
function knownVoice(voice = "rms") {
  if (!isVoice(voice)) throw new Error(`There is no voice '${voice}'.`);
  return voice;
}
