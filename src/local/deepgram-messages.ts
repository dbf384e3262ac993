/** The messages of Deepgram's streaming API, as the service writes them. */
import { createHash } from "node:crypto";
import type { HeardWord } from "./ear.ts";

const channelIndex = [0, 1];
const modelId = "00000000-0000-4000-8000-000000000000";
const confidence = 0.98;

export interface ResultsOptions {
  requestId: string;
  model: string;
  words: HeardWord[];
  isFinal: boolean;
  fromFinalize: boolean;
}

export function resultsMessage({ requestId, model, words, isFinal, fromFinalize }: ResultsOptions) {
  const start = words[0]?.start ?? 0;
  return {
    type: "Results",
    channel_index: channelIndex,
    duration: seconds((words.at(-1)?.end ?? start) - start),
    start: seconds(start),
    is_final: isFinal,
    speech_final: isFinal,
    channel: {
      alternatives: [
        {
          transcript: words.map((word) => word.text).join(" "),
          confidence: words.length > 0 ? confidence : 0,
          words: words.map((word) => ({
            word: plain(word.text),
            start: seconds(word.start),
            end: seconds(word.end),
            confidence,
            punctuated_word: word.text,
          })),
        },
      ],
    },
    metadata: { request_id: requestId, model_info: modelInfo(model), model_uuid: modelId },
    from_finalize: fromFinalize,
  };
}

export function speechStartedMessage(timestamp: number) {
  return { type: "SpeechStarted", channel: channelIndex, timestamp: seconds(timestamp) };
}

export function utteranceEndMessage(lastWordEnd: number) {
  return { type: "UtteranceEnd", channel: channelIndex, last_word_end: seconds(lastWordEnd) };
}

/** Frames that are no message of Deepgram's, or one that says nothing. */
export const malformed = {
  notJson: '{"type":"Results","channel":',
  wrongShape: '{"type":"Results","channel":"none","is_final":true}',
  noAlternatives:
    '{"type":"Results","channel":{"alternatives":[]},"is_final":true,"metadata":{"request_id":"none"}}',
};

/** The last message before the socket closes. */
export function metadataMessage(options: { requestId: string; model: string; duration: number }) {
  return {
    type: "Metadata",
    transaction_key: "deprecated",
    request_id: options.requestId,
    sha256: createHash("sha256").update(options.requestId).digest("hex"),
    created: new Date().toISOString(),
    duration: seconds(options.duration),
    channels: 1,
    models: [modelId],
    model_info: { [modelId]: modelInfo(options.model) },
  };
}

/** The body of a refused request. */
export function refusal(status: number, requestId: string) {
  return {
    err_code: status === 429 ? "TOO_MANY_REQUESTS" : "REFUSED",
    err_msg: "The request was refused.",
    request_id: requestId,
  };
}

function modelInfo(model: string) {
  return { name: model, version: "2025-01-01.0", arch: model };
}

/** `word` has no punctuation and no capitals, `punctuated_word` is as it is written. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}'-]/gu, "");
}

function seconds(value: number): number {
  return Math.round(value * 1000) / 1000;
}
