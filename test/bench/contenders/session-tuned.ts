/**
 * `AgentSession` as fast as its options make it: short silence, speech of a guessed reply synthesized beforehand, sentences
 * spoken as their audio arrives, playback paused at the first voice and resumed where no words follow.
 */
import { tokenize, tts } from "@livekit/agents";
import type { OpenContender } from "../contender.ts";
import { apiKey, greet, openSessions, ttsVoice } from "./session-parts.ts";
import { StreamedSpeech } from "./streamed-speech.ts";

export const open: OpenContender = () =>
  openSessions({
    vad: { minSilenceDuration: 250 },
    tts: ({ openaiUrl }) =>
      new tts.StreamAdapter(
        new StreamedSpeech({ apiKey, baseURL: openaiUrl, voice: ttsVoice }),
        new tokenize.basic.SentenceTokenizer({ minSentenceLength: 4, streamContextLength: 1 }),
      ),
    options: () => ({
      // A telephone line has no echo to learn.
      aecWarmupDuration: null,
      turnHandling: {
        turnDetection: "vad",
        endpointing: { minDelay: 300 },
        interruption: { minDuration: 100, falseInterruptionTimeout: 1000 },
        preemptiveGeneration: { enabled: true, preemptiveTts: true },
      },
    }),
    attend: greet,
  });
