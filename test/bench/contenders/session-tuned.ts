/**
 * `AgentSession` as fast as its options make it: short silence, speech of a guessed reply synthesized beforehand, sentences
 * spoken as their audio arrives, playback paused at the first voice and resumed where no words follow.
 */
import type { OpenContender } from "../contender.ts";
import { greet, openSessions, streamedSentences } from "./session-parts.ts";

export const open: OpenContender = () =>
  openSessions({
    vad: { minSilenceDuration: 250 },
    tts: streamedSentences,
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
