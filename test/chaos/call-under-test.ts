/** Puts a call together as a process of ours does, with the plan in place of whatever lies outside. */
import { initializeLogger } from "@livekit/agents";
import type { OpenAI } from "openai";
import type { callMachine } from "#machines/call/machine.ts";
import type { CallHandle } from "#src/call/handle.ts";
import { startCall } from "#src/call/start-call.ts";
import { createDialogue } from "#src/dialogue/dialogue.ts";
import { createModel } from "#src/dialogue/model.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import type { WebhookOutbox } from "#src/outbox/outbox-types.ts";
import { createMouth } from "#src/voice/mouth.ts";
import { openAISpeech } from "#src/voice/openai-speech.ts";
import { loadPack } from "#src/workspaces/load-pack.ts";
import { plannedEars, type PlannedEars } from "./ears.ts";
import { plannedLine, type PlannedLine } from "./humans.ts";
import { modelSide } from "./model.ts";
import { numberedPhrases } from "./numbered-phrases.ts";
import { type FaultNow, faultsAt, type Plan } from "./plan.ts";
import { plannedTools } from "./planned-tools.ts";
import { inProcessOpenAI } from "./provider.ts";
import { queueFile } from "./queue-file.ts";
import { Random } from "./random.ts";
import { plannedReceiver, type Receiver } from "./receiver.ts";
import { heardSink, type HeardSink } from "./sink.ts";
import { speechSide } from "./speech.ts";
import type { VirtualTime } from "./virtual-time.ts";
import { type VoiceWitness, watchedVoice } from "./watched-voice.ts";

initializeLogger({ pretty: false, level: "silent" });
const pack = loadPack("prompts/maple-court", "prompts/default");
const names = Object.keys(pack.phrases);
const caller = "+15555550142";
const ladder = ["+15555550111", "+15555550112", "+15555550113"];
let calls = 0;

export interface CallUnderTest {
  handle: CallHandle;
  sink: HeardSink;
  ears: PlannedEars;
  line: PlannedLine;
  outbox: WebhookOutbox;
  receiver: Receiver;
  faults: FaultNow;
  /** Ids of the tool calls that were run, in order. */
  toolsRun: readonly string[];
  /** Milliseconds of this fixed phrase that were really heard, and how long it is. */
  heardOf(phrase: string): { heardMs: number; lengthMs: number };
  /** Nobody delivers webhooks any more, the queue is gone, and `fetch` is what it was. */
  close(): Promise<void>;
}

export interface CallGiven {
  plan: Plan;
  time: VirtualTime;
  witness: VoiceWitness;
  onProblem: (reason: string) => void;
  /** Another chart than the written one. */
  chart?: typeof callMachine;
}

export function callUnderTest({ plan, time, witness, onProblem, chart }: CallGiven): CallUnderTest {
  const { pace, input } = plan;
  const { now, sleep } = time;
  const faults = faultsAt(plan.faults, now);
  const callId = `chaos-${++calls}`;
  const chat = modelSide({ answers: plan.answers, pace, faults, sleep });
  const clientOf = (edge: "voice" | "secondVoice") =>
    inProcessOpenAI({ chat, speech: speechSide({ pace, faults, sleep, edge }) });
  const client = clientOf("voice");
  const speechOf = (client: OpenAI) =>
    openAISpeech({ client, voice: "nova", model: "tts-1", firstByteMs: 1500 });
  const clock = { now };
  const sink = heardSink(now, faults);
  const ears = plannedEars({ pace, planned: plan.faults, faults, now, sleep });
  const line = plannedLine({
    humans: plan.humans,
    now,
    sleep,
    onGone: () => handle.send({ type: "call.hungUp", by: "caller" }),
  });
  const receiver = plannedReceiver({ faults, answerMs: pace.answerMs, sleep });
  const realFetch = globalThis.fetch;
  globalThis.fetch = (request) => receiver.fetch(request as Request);
  const queue = queueFile();
  const jitter = new Random(1);
  const outbox = openOutbox({
    file: queue.file,
    destination: () => ({ url: "http://ema.test", secret: "a secret of this run", optInEvents: true }),
    onProblem,
    random: () => jitter.next(),
  });
  for (const fault of plan.faults)
    if (fault.edge === "disk")
      void sleep(fault.from).then(async () => {
        const unlock = queue.lock();
        await sleep(fault.ms);
        unlock();
      });
  const modelOf = (model: string) => createModel({ client, model, pack, timeoutMs: 15_000 });
  const toolsRun: string[] = [];
  const handle = startCall({
    input: {
      callId,
      ...(input.withheld ? {} : { callerNumber: caller }),
      ...(input.refusal === undefined ? {} : { refusal: input.refusal }),
      resumed: input.resumed,
      ladder: ladder.slice(0, input.humans),
      asksForRecording: input.asksForRecording,
      endpointing: pack.workspace.settings.endpointing,
      repromptMs: input.repromptMs,
      limitMs: input.limitMs,
    },
    metadata: {},
    ...(chart === undefined ? {} : { chart }),
    ports: {
      clock,
      line,
      hearing: ears.hearing,
      outbox: outbox.forCall({ sessionId: callId, workspaceId: pack.workspace.id }),
      dialogue: plannedTools(
        createDialogue({
          pack,
          model: modelOf("gpt-4o"),
          secondModel: modelOf("gpt-4o-mini"),
          officeOpen: () => false,
        }),
        faults,
        sleep,
        toolsRun,
      ),
      voice: watchedVoice(
        createMouth({
          sink,
          clock,
          phrases: numberedPhrases(pack.phrases, pace.phraseMs),
          speech: speechOf(client),
          secondSpeech: speechOf(clientOf("secondVoice")),
        }),
        pack.phrases,
        witness,
      ),
    },
  });
  return {
    handle,
    sink,
    ears,
    line,
    outbox,
    receiver,
    faults,
    toolsRun,
    heardOf: (phrase) => ({ heardMs: sink.heardMs(names.indexOf(phrase) + 1), lengthMs: pace.phraseMs }),
    async close() {
      globalThis.fetch = realFetch;
      await outbox.close();
      queue.remove();
    },
  };
}
