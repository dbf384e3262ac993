/** `POST /audio/speech`: 24 kHz 16-bit mono PCM, streamed. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { faultsOf } from "./behaviour.ts";
import type { CallState } from "./call.ts";
import { synthesize } from "./flite.ts";
import { readBody, sendError, signalOf } from "./http.ts";
import { waitUntil } from "./pace.ts";
import type { SpeechRecord } from "./requests.ts";
import { streamSpeech } from "./stream-speech.ts";
import { isVoice, voiceNames } from "./voices.ts";

const schema = z.looseObject({
  model: z.string().min(1),
  input: z.string().min(1).max(4096),
  voice: z.string().refine(isVoice, { error: `voice must be one of ${voiceNames.join(", ")}` }),
  response_format: z.literal("pcm", { error: "only response_format: pcm is served" }),
  speed: z.number().min(0.25).max(4).default(1),
});

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
    const firstAt =
      at + call.draws.tts.moment()(tts.firstByteMs) + slowMs + call.draws.tts.jitter(tts.jitterMs);
    const samples = await synthesize(body.input, body);
    await waitUntil(firstAt, signal);
    record.outcome = await streamSpeech(
      samples,
      { contentType: "audio/pcm", timesRealTime: tts.timesRealTime },
      response,
      fault,
      signal,
    );
  } catch (error) {
    record.outcome = signal.aborted ? "aborted" : "refused";
    if (!signal.aborted) throw error;
    response.destroy();
  }
}
