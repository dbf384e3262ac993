/** `POST /audio/speech`: 24 kHz 16-bit mono PCM, streamed. */
import { once } from "node:events";
import { endianness } from "node:os";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { RequestFault } from "./behaviour.ts";
import { faultsOf } from "./behaviour.ts";
import type { CallState } from "./call.ts";
import { synthesize } from "./flite.ts";
import { readBody, sendError, signalOf } from "./http.ts";
import { waitForAbort, waitUntil } from "./pace.ts";
import type { SpeechRecord } from "./requests.ts";
import { isVoice, voiceNames } from "./voices.ts";

const schema = z.looseObject({
  model: z.string().min(1),
  input: z.string().min(1).max(4096),
  voice: z.string().refine(isVoice, { error: `voice must be one of ${voiceNames.join(", ")}` }),
  response_format: z.literal("pcm", { error: "only response_format: pcm is served" }),
  speed: z.number().min(0.25).max(4).default(1),
});

/** 100 ms of audio every 10 ms: ten times real time. */
const chunkBytes = 4_800;
const chunkEveryMs = 10;

export async function serveSpeech(
  call: CallState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const at = performance.now();
  const record: SpeechRecord = { at, input: undefined, voice: undefined, outcome: "open" };
  const requestNumber = call.requests.speech.push(record);
  const signal = signalOf(response, call.signal);
  try {
    const body = await readBody(request, response, schema);
    record.input = body?.input;
    record.voice = body?.voice;
    if (body === undefined) {
      record.outcome = "refused";
      return;
    }
    const { tts } = call.behaviour();
    const { fault, slowMs } = faultsOf(tts.faults, requestNumber);
    if (fault?.kind === "status") {
      record.outcome = "fault";
      sendError(response, fault.status, "The server had an error while processing your request.");
      return;
    }
    const firstAt = at + tts.firstByteMs + slowMs + call.jitter(tts.jitterMs);
    const samples = await synthesize(body.input, body);
    await waitUntil(firstAt, signal);
    record.outcome = await stream(samples, response, fault, signal);
  } catch (error) {
    record.outcome = signal.aborted ? "aborted" : "refused";
    if (!signal.aborted) throw error;
    response.destroy();
  }
}

async function stream(
  samples: Int16Array,
  response: ServerResponse,
  fault: Exclude<RequestFault, { kind: "slow" | "status" }> | undefined,
  signal: AbortSignal,
): Promise<"complete" | "fault"> {
  if (fault?.kind === "malformed") {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Bad gateway</title>\n");
    return "fault";
  }
  response.writeHead(200, { "content-type": "audio/pcm" });
  response.flushHeaders();
  if (fault?.kind === "stall") await waitForAbort(signal);
  const bytes = littleEndian(samples);
  const end = fault?.kind === "drop" ? Math.floor(bytes.length / 2) : bytes.length;
  const startedAt = performance.now();
  for (let from = 0, count = 0; from < end; from += chunkBytes, count += 1) {
    await waitUntil(startedAt + count * chunkEveryMs, signal);
    if (!response.write(bytes.subarray(from, Math.min(end, from + chunkBytes)))) {
      await once(response, "drain", { signal });
    }
  }
  if (fault?.kind === "drop") {
    response.destroy();
    return "fault";
  }
  response.end();
  await once(response, "finish", { signal });
  return "complete";
}

function littleEndian(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return endianness() === "LE" ? bytes : Buffer.from(bytes).swap16();
}
