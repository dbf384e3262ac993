/** The agent's hearing in one call: the caller's frames to the VAD and the recognizer, chart events out. */
import type { stt as STT } from "@livekit/agents";
import type { CallEvent } from "#machines/call/types.ts";
import type { AudioSource, Clock, Hearing } from "#src/call/ports.ts";
import { CallerAudio } from "./caller-audio.ts";
import type { Transcribe } from "./openai-transcription.ts";
import { Recognizer } from "./recognizer.ts";
import type { SpeechDetector } from "./silero.ts";
import { VoiceActivity } from "./voice-activity.ts";

export interface EarsOptions {
  source: AudioSource;
  clock: Clock;
  /** Loaded once for all calls. */
  vad: SpeechDetector;
  openRecognizer: () => STT.STT;
  /** The second recognizer. */
  transcribe: Transcribe;
  /** Probability, 0 to 1, that the turn ended, from at most 1.2 s of 16 kHz audio. */
  predictEndOfTurn: (samples: Int16Array) => Promise<number>;
}

/** The end-of-turn model looks at this much audio. */
const endOfTurnMs = 1200;

export function createEars(options: EarsOptions): Hearing {
  const { source, clock, vad, openRecognizer, transcribe, predictEndOfTurn } = options;
  const audio = new CallerAudio(clock);
  const activity = new VoiceActivity(vad, audio, clock);
  const recognizer = new Recognizer({ open: openRecognizer, transcribe, clock });
  let send: (event: CallEvent) => void = () => {};
  let unsubscribe = () => {};
  let running: Promise<void> = Promise.resolve();

  return {
    start(toChart) {
      send = toChart;
      recognizer.start(toChart);
      running = activity
        .run((event) => {
          if (event.type === "vad.speechStarted") recognizer.speechStarted();
          if (event.type === "vad.speechEnded") recognizer.speechEnded();
          toChart(event);
        })
        .catch(() => toChart({ type: "provider.failed", provider: "stt", reason: "voice activity" }));
      unsubscribe = source.subscribe((frame) => {
        audio.push(frame);
        activity.push(frame);
        recognizer.push(frame);
      });
    },
    askEndOfTurn() {
      predictEndOfTurn(audio.last(endOfTurnMs)).then(
        (probability) => send({ type: "eot.predicted", at: clock.now(), probability }),
        // Without a prediction the words and the chart's expectation decide; nothing is lost but a factor.
        () => {},
      );
    },
    reopen: () => recognizer.reopen(),
    useSecond: () => recognizer.useSecond(),
    async close() {
      unsubscribe();
      activity.close();
      await Promise.all([running, recognizer.close()]);
    },
  };
}
