/**
 * `AgentSession` as fast as its options make it. A guessed reply is begun at each final transcript and spoken beforehand, each
 * sentence as its audio arrives, so that the caller waits for recognition, model and speech and for nothing between them.
 */
import type { OpenContender } from "../contender.ts";
import { greet, openSessions, streamedSentences } from "./session-parts.ts";

export const open: OpenContender = () =>
  openSessions({
    // One window of voice pauses playback; it goes on soon where no words follow.
    vad: { minSilenceDuration: 250, minSpeechDuration: 30 },
    tts: streamedSentences,
    options: () => ({
      // A telephone line has no echo to learn.
      aecWarmupDuration: null,
      turnHandling: {
        // LiveKit's end-of-turn model, asked on these voices, gives ends 0.14 to 0.67 and pauses 0.07 to 0.66: it only delays.
        turnDetection: "vad",
        // The fastest providers take as long, so that a shorter delay is not heard sooner. It takes more turns wrongly, and
        // while a reply is committed the session guesses none to what the caller adds: 1030 ms instead of 710.
        endpointing: { minDelay: 650 },
        interruption: { minDuration: 50, falseInterruptionTimeout: 600 },
        // By default the fourth guess of a turn, or one after ten seconds, is not made.
        preemptiveGeneration: { preemptiveTts: true, maxRetries: 20, maxSpeechDuration: 60_000 },
      },
    }),
    attend: greet,
  });
