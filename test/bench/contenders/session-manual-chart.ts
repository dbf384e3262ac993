/**
 * `AgentSession` in manual mode with a chart of our own: a reply and its speech are begun at each final transcript, held back
 * until the caller's 250 ms of silence and 50 ms more, and dropped where the caller goes on.
 */
import { voice } from "@livekit/agents";
import { createActor } from "xstate";
import type { OpenContender } from "../contender.ts";
import { greeting } from "./instructions.ts";
import type { SessionOutput } from "./session-output.ts";
import { openSessions, streamedSentences } from "./session-parts.ts";
import { type Replies, turnChart } from "./turn-chart.ts";

export const open: OpenContender = () =>
  openSessions({
    vad: { minSilenceDuration: 250, minSpeechDuration: 30 },
    tts: streamedSentences,
    options: () => ({
      aecWarmupDuration: null,
      turnHandling: {
        turnDetection: "manual",
        endpointing: { minDelay: 0, maxDelay: 0 },
        interruption: { resumeFalseInterruption: false },
        preemptiveGeneration: { enabled: true, preemptiveTts: true },
      },
    }),
    attend,
  });

function attend(session: voice.AgentSession, output: SessionOutput): () => void {
  const replies = new SessionReplies(session, output, () => turn.send({ type: "reply.finished" }));
  const turn = createActor(turnChart, { input: replies });
  session.on(voice.AgentSessionEventTypes.UserStateChanged, ({ newState }) => {
    if (newState === "speaking") turn.send({ type: "vad.speechStarted" });
    if (newState === "listening") turn.send({ type: "vad.speechEnded" });
  });
  session.on(voice.AgentSessionEventTypes.UserInputTranscribed, ({ isFinal, transcript }) => {
    if (transcript !== "")
      turn.send(isFinal ? { type: "stt.final", text: transcript } : { type: "stt.interim" });
  });
  output.on(voice.AudioOutput.EVENT_PLAYBACK_STARTED, () => {
    replies.heard();
    turn.send({ type: "playout.started" });
  });
  turn.start();
  replies.greet(greeting);
  return () => turn.stop();
}

class SessionReplies implements Replies {
  readonly #session: voice.AgentSession;
  readonly #output: SessionOutput;
  readonly #finished: () => void;
  /** The one that was begun last, as long as it is neither over nor called off. */
  #latest: voice.SpeechHandle | undefined;
  #audible = false;

  constructor(session: voice.AgentSession, output: SessionOutput, finished: () => void) {
    this.#session = session;
    this.#output = output;
    this.#finished = finished;
  }

  greet(text: string): void {
    this.#begin(this.#session.say(text));
  }

  heard(): void {
    this.#audible = true;
  }

  speculate(words: string): void {
    this.#drop();
    this.#session.pauseReplyAuthorization();
    this.#begin(this.#session.generateReply({ userInput: words, inputModality: "audio" }));
  }

  commit(): void {
    if (this.#latest === undefined) this.#begin(this.#session.generateReply({ inputModality: "audio" }));
    this.#output.resume();
    this.#session.resumeReplyAuthorization();
  }

  abandon(): void {
    if (!this.#audible) this.#drop();
  }

  interrupt(): void {
    this.#drop();
  }

  pause(): void {
    this.#output.pause();
  }

  resume(): void {
    this.#output.resume();
  }

  #begin(handle: voice.SpeechHandle): void {
    this.#latest = handle;
    this.#audible = false;
    handle.addDoneCallback(() => {
      if (this.#latest !== handle) return;
      this.#latest = undefined;
      this.#audible = false;
      this.#finished();
    });
  }

  #drop(): void {
    this.#latest?.interrupt(true);
    this.#latest = undefined;
    this.#audible = false;
  }
}
