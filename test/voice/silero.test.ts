import { initializeLogger, VADEventType } from "@livekit/agents";
import * as plugin from "@livekit/agents-plugin-silero";
import { AudioFrame } from "@livekit/rtc-node";
import { beforeAll, expect, it } from "vitest";
import { synthesizeAt } from "#src/local/flite.ts";
import { cough } from "#src/simulate/cough.ts";
import { loadSilero, type Window } from "#src/voice/silero.ts";
import { joined, silence } from "./sound.ts";

const options = { minSilenceDuration: 200, minSpeechDuration: 30 };
const frameSamples = 320;
let audio: Int16Array<ArrayBuffer>;
beforeAll(async () => {
  initializeLogger({ pretty: false, level: "fatal" });
  const say = (text: string) => synthesizeAt(text, { voice: "rms", sampleRate: 16_000 });
  const [one, other] = [await say("There is water coming through my ceiling."), await say("Yes.")];
  audio = joined(silence(400), one, silence(600), cough(1), silence(150), other, silence(900)).slice();
});

const frames = (): Int16Array<ArrayBuffer>[] =>
  Array.from({ length: Math.floor(audio.length / frameSamples) }, (_, index) =>
    audio.slice(index * frameSamples, (index + 1) * frameSamples),
  );
const windows = (): number => Math.floor((frames().length * frameSamples) / 512);

async function ours(): Promise<Window[]> {
  const found: Window[] = [];
  const detector = await loadSilero(options);
  await new Promise<void>((resolve) => {
    const stream = detector.open((window) => {
      if (found.push(window) === windows()) resolve();
    });
    for (const frame of frames()) stream.push(frame);
  });
  return found;
}

async function plugins(): Promise<Window[]> {
  const found: Window[] = [];
  const stream = (await plugin.VAD.load(options)).stream();
  for (const frame of frames()) stream.pushFrame(new AudioFrame(frame, 16_000, 1, frame.length));
  stream.pushFrame(new AudioFrame(new Int16Array(512), 16_000, 1, 512));
  for await (const event of stream) {
    const last = found.at(-1);
    if (event.type === VADEventType.INFERENCE_DONE) {
      if (found.length === windows()) break;
      const { samplesIndex: sample, probability, speaking } = event;
      found.push({ sample, probability, speaking, voicedSamples: 0 });
    } else if (last && event.type === VADEventType.START_OF_SPEECH) {
      last.change = "started";
      last.voicedSamples = event.speechDuration * 16;
    } else if (last && event.type === VADEventType.END_OF_SPEECH) last.change = "ended";
  }
  stream.close();
  return found;
}

/** The plugin tells how much was voiced where speech starts, and nowhere else. */
const comparable = ({ probability, voicedSamples, ...rest }: Window) => ({
  ...rest,
  probability: Number(probability.toFixed(4)),
  ...(rest.change === "started" ? { voicedSamples } : {}),
});

it("finds in each window what the plugin finds", async () => {
  const [found, expected] = [await ours(), await plugins()];

  expect(found.map(comparable)).toEqual(expected.map(comparable));
  expect(found.flatMap(({ change }) => change ?? []).slice(0, 2)).toEqual(["started", "ended"]);
});

it("cuts frames of any length into the same windows", async () => {
  const detector = await loadSilero(options);
  const found: Window[] = [];
  await new Promise<void>((resolve) => {
    const stream = detector.open((window) => {
      if (found.push(window) === windows()) resolve();
    });
    for (let at = 0; at < frames().length * frameSamples; at += 1_000)
      stream.push(audio.slice(at, Math.min(at + 1_000, frames().length * frameSamples)));
  });

  expect(found).toEqual(await ours());
});

it("tells nothing more once it is closed", async () => {
  const detector = await loadSilero(options);
  const found: Window[] = [];
  const stream = detector.open((window) => {
    found.push(window);
    stream.close();
  });
  for (const frame of frames()) stream.push(frame);
  await stream.over;
  stream.push(new Int16Array(512));
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

  expect(found).toHaveLength(1);
});
