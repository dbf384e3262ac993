import { initializeLogger, VADEventType } from "@livekit/agents";
import * as plugin from "@livekit/agents-plugin-silero";
import { AudioFrame } from "@livekit/rtc-node";
import { InferenceSession } from "onnxruntime-node";
import { beforeAll, expect, it, vi } from "vitest";
import { synthesizeAt } from "#src/local/flite.ts";
import { cough } from "#src/simulate/cough.ts";
import { noiseLoop } from "#src/simulate/noise.ts";
import { loadSilero, type Window } from "#src/voice/silero.ts";
import { joined, silence } from "./sound.ts";

const options = { minSilenceDuration: 200, minSpeechDuration: 30 };
/** Two utterances and a cough: over a line that is as good as silent, and over a noisy one. */
let quiet: Int16Array<ArrayBuffer>;
let noisy: Int16Array<ArrayBuffer>;
beforeAll(async () => {
  initializeLogger({ pretty: false, level: "fatal" });
  const say = (text: string) => synthesizeAt(text, { voice: "rms", sampleRate: 16_000 });
  const [one, other] = [await say("There is water coming through my ceiling."), await say("Yes.")];
  quiet = joined(silence(900), one, silence(1_200), cough(1), silence(150), other, silence(900)).slice();
  const noise = noiseLoop({ rms: 0.003, telephone: false, seed: 1 });
  noisy = quiet.map((sample, at) => sample + (noise[at % noise.length] ?? 0));
});

const windowsOf = (audio: Int16Array): number => Math.floor(audio.length / 512);

async function ours(audio: Int16Array<ArrayBuffer>, frameSamples = 320): Promise<Window[]> {
  const found: Window[] = [];
  const detector = await loadSilero(options);
  await new Promise<void>((resolve) => {
    const stream = detector.open((window) => {
      if (found.push(window) === windowsOf(audio)) resolve();
    });
    for (let at = 0; at < audio.length; at += frameSamples) stream.push(audio.slice(at, at + frameSamples));
  });
  return found;
}

async function plugins(audio: Int16Array<ArrayBuffer>): Promise<Window[]> {
  const found: Window[] = [];
  const stream = (await plugin.VAD.load(options)).stream();
  // Frames as long as its windows: of what is left of others, it counts half.
  for (let window = 0; window <= windowsOf(audio); window++) {
    const frame = new Int16Array(512);
    frame.set(audio.subarray(window * 512, (window + 1) * 512));
    stream.pushFrame(new AudioFrame(frame, 16_000, 1, frame.length));
  }
  for await (const event of stream) {
    const last = found.at(-1);
    if (event.type === VADEventType.INFERENCE_DONE) {
      if (found.length === windowsOf(audio)) break;
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

const changesOf = (windows: readonly Window[]) => windows.filter(({ change }) => change !== undefined);

it("finds in each window what the plugin finds", async () => {
  const [found, expected] = [await ours(noisy), await plugins(noisy)];

  expect(found.map(comparable)).toEqual(expected.map(comparable));
  expect(changesOf(found).map(({ change }) => change)).toEqual(["started", "ended", "started", "ended"]);
});

it("hears on a quiet line what the plugin hears, and no later than a window after it", async () => {
  const [found, expected] = [changesOf(await ours(quiet)), changesOf(await plugins(quiet))];

  expect(found.map(({ change }) => change)).toEqual(expected.map(({ change }) => change));
  for (const [index, { sample }] of found.entries())
    expect(sample).toBeLessThanOrEqual((expected[index]?.sample ?? 0) + 512);
});

it("does not ask the model about a line on which nothing is heard for long", async () => {
  const loading = vi.spyOn(InferenceSession, "create");
  const detector = await loadSilero(options);
  const session = await loading.mock.results[0]?.value;
  loading.mockRestore();
  if (session === undefined) throw new Error("The model was not loaded.");
  const asked = vi.spyOn(session, "run");
  let found = 0;
  const stream = detector.open(() => found++);
  stream.push(silence(2_000).slice());
  await vi.waitFor(() => expect(found).toBe(62));

  expect(asked).toHaveBeenCalledTimes(8);
});

it("cuts frames of any length into the same windows", async () => {
  expect(await ours(quiet, 1_000)).toEqual(await ours(quiet, 320));
});

it("tells nothing more once it is closed", async () => {
  const detector = await loadSilero(options);
  const found: Window[] = [];
  const stream = detector.open((window) => {
    found.push(window);
    stream.close();
  });
  stream.push(noisy);
  await stream.over;
  stream.push(new Int16Array(512));
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

  expect(found).toHaveLength(1);
});
