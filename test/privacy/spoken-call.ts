/** A scenario's caller in a call of real parts and in virtual time, with everything around it that a job keeps or tells. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { log } from "@livekit/agents";
import { OpenAI } from "openai";
import { vi } from "vitest";
import type { CallEvent } from "#machines/call/types.ts";
import { startCall } from "#src/call/start-call.ts";
import { createDialogue } from "#src/dialogue/dialogue.ts";
import { createModel } from "#src/dialogue/model.ts";
import { scriptFromMessages } from "#src/dialogue/script-from-messages.ts";
import { completionChunks } from "#src/local/chat-chunks.ts";
import { chatRequestSchema } from "#src/local/chat-request.ts";
import { recordCallLog } from "#src/replay/recorder.ts";
import { linesOf } from "#src/simulate/caller-schema.ts";
import type { Scenario } from "#src/simulate/scenario.ts";
import { createMouth } from "#src/voice/mouth.ts";
import { openAISpeech } from "#src/voice/openai-speech.ts";
import { loadPack } from "#src/workspaces/load-pack.ts";
import { fakePorts } from "../call/fake-ports.ts";
import { eyes, openTestDoor } from "../inspect/watched-call.ts";
import { clock, queueingSink } from "../voice/sound.ts";

const pack = loadPack("prompts/maple-court", "prompts/default");
const samples = new Int16Array(24 * 200);
const phrases = new Map(Object.entries(pack.phrases).map(([name, text]) => [name, { text, samples }]));
/** Every so many requests are refused by a provider that quotes what it was sent. */
const refusedEach = 5;
let calls = 0;

/** Without the sounds, written in braces, that are no words. */
export const wordsOf = ({ caller }: Scenario): string[] =>
  linesOf(caller)
    .map((line) => line.replaceAll(/\{[^}]*\}/g, "").trim())
    .filter((line) => line !== "");

export interface Told {
  /** What the watcher's socket gave, and the redacted call log's file. */
  watched: string;
  logFile: string;
  /** What was said, as the webhooks would say it: proof that the words were there. */
  said: string;
}

/** Everything is said, whatever is answered; then the caller hangs up. */
export async function spokenCall(scenario: Scenario): Promise<Told> {
  const { ports, sent } = fakePorts();
  const folder = mkdtempSync(join(tmpdir(), "ema-privacy-"));
  const client = new OpenAI({
    apiKey: "none",
    baseURL: "http://openai.test/v1",
    maxRetries: 0,
    fetch: answers(),
  });
  const model = createModel({ client, model: "gpt-4o", pack, timeoutMs: 15_000 });
  const { number } = scenario.caller;
  let hears: (event: CallEvent) => void = () => {};
  const speech = openAISpeech({ client, voice: "nova", model: "tts-1", firstByteMs: 4000 });
  const handle = startCall({
    input: {
      callId: `spoken-${++calls}`,
      ...(number === undefined ? {} : { callerNumber: number }),
      ladder: pack.workspace.ladder.map(({ phone }) => phone),
      asksForRecording: false,
      endpointing: { minMs: 300, maxMs: 1800 },
      repromptMs: 7000,
      limitMs: 1_800_000,
    },
    metadata: number === undefined ? {} : { calling_number: number },
    ports: {
      ...ports,
      clock,
      dialogue: createDialogue({ pack, model, secondModel: model, officeOpen: () => false }),
      hearing: { ...ports.hearing, start: (send) => void (hears = send), close: async () => {} },
      voice: createMouth({
        sink: queueingSink(40),
        clock,
        phrases,
        speech,
        secondSpeech: speech,
      }),
    },
  });
  // As a call's process does.
  handle.observe((entry) => {
    if (entry.kind === "problem") log().warn({ reason: entry.reason }, "problem");
  });
  const logFile = join(folder, "call.jsonl");
  const logged = recordCallLog(handle, {
    kind: "redacted",
    file: logFile,
    workspace: pack.workspace.id,
    versions: { prompts: pack.version, app: "test" },
    now: () => clock.now(),
    onProblem: (reason) => log().warn({ reason }, "problem"),
  });
  const door = openTestDoor();
  door.add(handle);
  const watcher = eyes(door.folder, { watch: handle.id });
  await after(50);
  handle.send({ type: "call.answered", at: clock.now() });
  await after(600);
  for (const text of wordsOf(scenario)) {
    hears({ type: "vad.speechStarted", at: clock.now(), voicedAt: clock.now() });
    await after(700);
    hears({ type: "stt.interim", at: clock.now(), text: text.slice(0, text.length / 2) });
    await after(200);
    hears({ type: "stt.final", at: clock.now(), text });
    hears({ type: "vad.speechEnded", at: clock.now(), voicedUntil: clock.now() });
    await after(3500);
  }
  handle.send({ type: "call.hungUp", by: "caller" });
  log().info({ outcome: await handle.ended }, "call ended");
  await after(100);
  await logged;
  return { watched: watcher.bytes(), logFile, said: JSON.stringify(sent) };
}

async function after(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 10) {
    vi.advanceTimersByTime(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function answers(): (url: string | URL | Request, init?: RequestInit) => Promise<Response> {
  let requests = 0;
  return async (url, init) => {
    const body = typeof init?.body === "string" ? init.body : "";
    if (++requests % refusedEach === 0)
      return Response.json({ error: { message: `Not accepted: ${body}`, code: "refused" } }, { status: 400 });
    const { pathname } = new URL(url instanceof Request ? url.url : url);
    if (!pathname.endsWith("/chat/completions")) return new Response(new Uint8Array(4800));
    const request = chatRequestSchema.parse(JSON.parse(body));
    const chunks = completionChunks("chat-1", request, scriptFromMessages(request.messages, pack));
    const text = [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map(
      (data) => `data: ${data}\n\n`,
    );
    return new Response(text.join(""), { headers: { "content-type": "text/event-stream" } });
  };
}
