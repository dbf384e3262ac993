/** `POST /audio/transcriptions`: one utterance in a WAV file, its words in JSON. */
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { type RequestFault, type Spoiling, faultsOf } from "./behaviour.ts";
import type { CallState } from "./call.ts";
import { sendError, sendJson, signalOf } from "./http.ts";
import { medianOf } from "./latency.ts";
import { waitForAbort, waitUntil } from "./pace.ts";
import type { TranscriptionRecord } from "./requests.ts";
import { type Pcm, readWav } from "./speech-audio.ts";
import { recognizedIn, scriptedWords } from "./utterance-words.ts";

const schema = z.object({
  file: z.file().min(1),
  model: z.string().min(1),
  response_format: z.literal("json", { error: "only response_format: json is served" }).default("json"),
  prompt: z.string().optional(),
});

export async function serveTranscription(
  call: CallState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const at = performance.now();
  const record: TranscriptionRecord = {
    at,
    model: undefined,
    prompt: undefined,
    audioMs: 0,
    outcome: "open",
  };
  const requestNumber = call.requests.transcription.push(record);
  const signal = signalOf(response, call.signal);
  try {
    const asked = await readForm(request, response);
    if (asked === undefined) {
      record.outcome = "refused";
      return;
    }
    const { audio } = asked;
    record.model = asked.model;
    record.prompt = asked.prompt;
    record.audioMs = (audio.samples.length * 1000) / audio.sampleRate;
    const { transcription } = call.behaviour();
    const recognize = call.recognize();
    const { fault, slowMs } = faultsOf(transcription.faults, requestNumber);
    if (fault?.kind === "status") {
      record.outcome = "fault";
      sendError(response, fault.status, "The server had an error while processing your request.");
      return;
    }
    const recognized = recognize && (await recognizedIn(audio, recognize, medianOf(transcription.latencyMs)));
    const { draws } = call;
    const takesMs =
      draws.transcription.moment()(transcription.latencyMs) +
      draws.transcription.jitter(transcription.jitterMs);
    await waitUntil(at + takesMs + slowMs, signal);
    // What is spoilt has told no words: the utterance may come again.
    const words = fault === undefined ? (recognized ?? scriptedWords(call.stage, audio, at)) : [];
    record.outcome = await answer(words.join(" "), response, fault, signal);
  } catch (error) {
    record.outcome = signal.aborted ? "aborted" : "refused";
    if (!signal.aborted) throw error;
    response.destroy();
  }
}

async function answer(
  text: string,
  response: ServerResponse,
  fault: Exclude<Spoiling<RequestFault>, { kind: "status" }> | undefined,
  signal: AbortSignal,
): Promise<"complete" | "fault"> {
  if (fault?.kind === "malformed") {
    const isPage = fault.how === "notJson";
    response.writeHead(200, { "content-type": isPage ? "text/html" : "application/json" });
    response.end(isPage ? "<!doctype html><title>Bad gateway</title>\n" : '{"words":3}');
    return "fault";
  }
  if (fault === undefined) {
    sendJson(response, 200, { text, usage: { type: "duration", seconds: 1 } });
    await once(response, "finish", { signal });
    return "complete";
  }
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  if (fault.kind !== "stall") response.write('{"text":"');
  if (fault.kind !== "drop") await waitForAbort(signal);
  response.destroy();
  return "fault";
}

/** Answers 400 itself and returns `undefined` when the body is no form, or not what is served. */
async function readForm(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ audio: Pcm; model: string; prompt: string | undefined } | undefined> {
  const body = await buffer(request);
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  try {
    const form = await new Response(body, { headers }).formData();
    const { file, model, prompt } = schema.parse(Object.fromEntries(form));
    return { audio: readWav(Buffer.from(await file.arrayBuffer())), model, prompt };
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    sendError(
      response,
      400,
      issue?.message ?? "Could not read the form or its WAV file.",
      issue?.path.join(".") ?? "file",
    );
    return undefined;
  }
}
