/** The recognizer's settings: nova-2 by telephone, with the workspace's own words. */
import { STT } from "@livekit/agents-plugin-deepgram";

export interface DeepgramOptions {
  apiKey: string;
  /** WebSocket origin, `wss://api.deepgram.com` unless a stand-in is used. */
  baseUrl: string;
  vocabulary: readonly string[];
}

/** How much the recognizer leans to a word of the workspace; Deepgram suggests values near 1 to 2. */
const boost = 1.5;

export const deepgram = ({ apiKey, baseUrl, vocabulary }: DeepgramOptions): STT =>
  new STT({
    apiKey,
    baseUrl,
    model: "nova-2",
    language: "en-US",
    smartFormat: true,
    punctuate: true,
    interimResults: true,
    endpointing: 25,
    keywords: vocabulary.map((word) => [word, boost]),
  });
