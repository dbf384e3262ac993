/** A call in virtual time whose chart, voice, recorder and files are the real ones; the line's sound is reckoned with. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { CallEvent } from "#machines/call/types.ts";
import type { AudioFrame } from "#src/call/ports.ts";
import { startCall } from "#src/call/start-call.ts";
import { Secret } from "#src/config/secret.ts";
import { phraseNames } from "#src/workspaces/phrases.ts";
import { createMouth } from "#src/voice/mouth.ts";
import { callRecorder } from "../../src/call-recordings.ts";
import { fakePorts } from "../call/fake-ports.ts";
import { pack } from "../dialogue/workspace.ts";
import { clock, queueingSink } from "../voice/sound.ts";
import { base64Of, newKey } from "./keys.ts";

const amplitude = 8000;
export const tone = (hz: number, sampleRate: number, ms: number): Int16Array<ArrayBuffer> =>
  Int16Array.from({ length: (ms * sampleRate) / 1000 }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / sampleRate)),
  );
const phraseMs = 1000;
const sentenceMs = 800;
const phrases = new Map(
  phraseNames.map((name) => [name, { text: name, samples: tone(440, 24_000, phraseMs) }]),
);
let calls = 0;

export function recordedCall({ asks = true, keys = [newKey("test")], leadMs = 40 } = {}) {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
  });
  const folder = mkdtempSync(join(tmpdir(), "ema-recordings-"));
  const id = `recorded-${++calls}`;
  const problems: string[] = [];
  const { ports, sent } = fakePorts();
  const sink = queueingSink(leadMs);
  const microphone = createMicrophone();
  const recorder = callRecorder(pack, {
    id,
    sessionId: "call-room",
    folder,
    keys: keys.map((one) => ({ id: one.id, key: new Secret(base64Of(one)) })),
    audioIn: microphone,
    audioOut: sink,
    clock,
    onProblem: (reason) => problems.push(reason),
  });
  let began: { at: number; heard: number } | undefined;
  let hears: (event: CallEvent) => void = () => {};
  const speech = {
    async *synthesize() {
      yield tone(700, 24_000, sentenceMs);
    },
  };
  const handle = startCall({
    input: {
      callId: id,
      callerNumber: "+15555550142",
      ladder: ["+15555550111"],
      asksForRecording: asks,
      endpointing: { minMs: 300, maxMs: 1800 },
      repromptMs: 7000,
      limitMs: 1_800_000,
    },
    metadata: {},
    ports: {
      ...ports,
      clock,
      hearing: { ...ports.hearing, start: (send) => void (hears = send), close: async () => {} },
      line: {
        ...ports.line,
        startRecording() {
          began = { at: clock.now(), heard: sink.heard().length };
          recorder.start();
        },
      },
      voice: createMouth({
        sink: recorder.audioOut,
        clock,
        phrases,
        speech,
        secondSpeech: speech,
      }),
    },
  });
  const at = () => clock.now();

  async function after(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 5) {
      vi.advanceTimersByTime(5);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    folder,
    id,
    problems,
    sent,
    handle,
    after,
    /** When recording began, and how many samples of the agent had been heard by then. */
    began: () => began,
    heard: () => sink.heard(),
    states: () => handle.view().states,
    async greeted() {
      handle.send({ type: "call.answered", at: at() });
      await after((asks ? 2 : 1) * phraseMs + 200);
    },
    /** Speaks for `ms`, and is silent until the turn is taken. */
    async says(text: string, ms = 600) {
      microphone.speak(true);
      hears({ type: "vad.speechStarted", at: at(), voicedAt: at() });
      await after(ms);
      microphone.speak(false);
      hears({ type: "stt.final", at: at(), text });
      hears({ type: "vad.speechEnded", at: at(), voicedUntil: at() });
      await after(1900);
    },
    /** A sound over the agent's voice, which pauses it. */
    async coughs() {
      hears({ type: "vad.speechStarted", at: at(), voicedAt: at() });
      await after(200);
    },
    async hangsUp() {
      handle.send({ type: "call.hungUp", by: "caller" });
      await handle.ended;
      const endedAt = at();
      await recorder.stop();
      microphone.close();
      return endedAt;
    },
  };
}

function createMicrophone() {
  const listeners = new Set<(frame: AudioFrame) => void>();
  let speaks = false;
  const timer = setInterval(() => {
    const frame = speaks ? tone(300, 16_000, 20) : new Int16Array(320);
    for (const listener of listeners) listener(frame);
  }, 20);
  return {
    subscribe(listener: (frame: AudioFrame) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    speak: (on: boolean) => void (speaks = on),
    close: () => clearInterval(timer),
  };
}
