/** Speech from flite, in a thread of its own, with a cache. The thread does not keep the process alive when it idles. */
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { createSpeechCache } from "./speech-cache.ts";
import type { FliteAnswer, FliteJob } from "./flite-worker.ts";
import { speakable } from "./speakable.ts";
import type { Voice } from "./voices.ts";
import { fliteVoice } from "./voices.ts";

interface Waiting {
  resolve: (samples: Int16Array) => void;
  reject: (error: Error) => void;
}

// V8 can end the process when it collects compiled WebAssembly (nodejs/node issue 64500), and each text is an instance of its own.
setFlagsFromString("--no-wasm-code-gc");

/** About 22 minutes at 24 kHz. */
const cacheBytes = 64 * 1024 * 1024;

const cache = createSpeechCache(cacheBytes);
const waiting = new Map<number, Waiting>();
let lastId = 0;
let worker: Worker | undefined;

/** Mono samples at 24 kHz, as OpenAI's `pcm` format has them. The array is shared: do not write to it. */
export async function synthesize(
  text: string,
  options: { voice: Voice; speed?: number },
): Promise<Int16Array> {
  return synthesizeAt(text, { ...options, sampleRate: 24_000 });
}

/**
 * Mono samples at `sampleRate` Hz, empty when there is nothing to say in the text. At most 20 ms of silence come before
 * the first sound. The array is shared: do not write to it.
 * @throws Error when flite fails.
 */
export async function synthesizeAt(
  text: string,
  { voice, sampleRate, speed = 1 }: { voice: Voice; sampleRate: number; speed?: number },
): Promise<Int16Array> {
  const words = speakable(text);
  if (words === "") return new Int16Array();
  const job = { text: words, voice: fliteVoice(voice), sampleRate, speed };
  return cache.get(JSON.stringify(job), () => run(job));
}

async function run(job: Omit<FliteJob, "id">): Promise<Int16Array> {
  lastId += 1;
  const id = lastId;
  worker ??= start();
  worker.ref();
  const samples = new Promise<Int16Array>((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.postMessage({ ...job, id } satisfies FliteJob, []);
  return samples;
}

function start(): Worker {
  // node:wasi says that it is experimental each time a thread loads it.
  const started = new Worker(new URL("./flite-worker.ts", import.meta.url), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const fail = (error: Error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  started.on("message", (answer: FliteAnswer) => {
    const waiter = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) started.unref();
    if ("samples" in answer) waiter?.resolve(answer.samples);
    else waiter?.reject(new Error(answer.error));
  });
  started.on("error", fail);
  started.on("exit", (code) => fail(new Error(`the flite thread ended with code ${code}`)));
  return started;
}
