/** Deepgram Aura: `POST /v1/speak`, linear 16-bit mono, streamed. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { faultsOf } from "./behaviour.ts";
import type { CallState } from "./call.ts";
import { refusal } from "./deepgram-messages.ts";
import { synthesizeAt } from "./flite.ts";
import { readBody, sendJson, signalOf } from "./http.ts";
import { waitUntil } from "./pace.ts";
import type { SpeechRecord } from "./requests.ts";
import { streamSpeech } from "./stream-speech.ts";
import type { Voice } from "./voices.ts";

const querySchema = z.object({
  model: z.string().regex(/^aura-/),
  encoding: z.literal("linear16"),
  sample_rate: z.coerce.number().pipe(z.literal([8_000, 16_000, 24_000, 32_000, 48_000])),
  container: z.literal("none"),
});
const bodySchema = z.looseObject({ text: z.string().min(1).max(2000) });

/** Neither the voice that stands for OpenAI's usual one, nor the one of simulated callers. */
const voice: Voice = "awb";

export async function serveSpeak(
  call: CallState,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const at = performance.now();
  const record: SpeechRecord = {
    at,
    input: undefined,
    voice: query.get("model") ?? undefined,
    outcome: "open",
  };
  const requestNumber = call.requests.aura.push(record);
  const signal = signalOf(response, call.signal);
  try {
    const asked = querySchema.safeParse(Object.fromEntries(query));
    const body = await readBody(request, response, bodySchema);
    record.input = body?.text;
    if (body === undefined || !asked.success) {
      record.outcome = "refused";
      if (body !== undefined) sendJson(response, 400, refusal(400, randomUUID()));
      return;
    }
    const { aura } = call.behaviour();
    const { fault, slowMs } = faultsOf(aura.faults, requestNumber);
    if (fault?.kind === "status") {
      record.outcome = "fault";
      sendJson(response, fault.status, refusal(fault.status, randomUUID()));
      return;
    }
    const firstAt =
      at + call.draws.aura.moment()(aura.firstByteMs) + slowMs + call.draws.aura.jitter(aura.jitterMs);
    const sampleRate = asked.data.sample_rate;
    const samples = await synthesizeAt(body.text, { voice, sampleRate });
    await waitUntil(firstAt, signal);
    record.outcome = await streamSpeech(
      samples,
      { contentType: `audio/l16;rate=${sampleRate}`, timesRealTime: aura.timesRealTime },
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
