/** Hears what the script says, as far as its audio came in, with the latency that is asked for. */
import { createAudioLog } from "./audio-log.ts";
import type { Ear, HeardWord, Transcripts } from "./ear.ts";
import type { Listener, TimedChunk, TimedWord } from "./scripted-speech.ts";
import { cutChunks } from "./scripted-speech.ts";

interface Options {
  sampleRate: number;
  interims: boolean;
  /** `undefined`: no `UtteranceEnd` is wanted. */
  utteranceEndMs: number | undefined;
  /** Of what is said between two pauses; jitter included. */
  chunkLatency(): ChunkLatency;
  transcripts: Transcripts;
}

interface ChunkLatency {
  /** Asked once a message. */
  interimMs(): number;
  finalMs: number;
}

/** A chunk that waits for its final. */
interface Pending extends TimedChunk {
  /** How many of its words an interim has shown. */
  shown: number;
  interimMs: number;
  latency: ChunkLatency;
  fromFinalize: boolean;
}

/** The audio of a word may come in this much after the word was spoken: on a busy machine it is late. */
const carriageMs = 500;
const retryMs = 20;

export function createScriptedEar(options: Options): Ear & Listener {
  const openedAt = performance.now();
  const log = createAudioLog(options.sampleRate);
  // Only the first one speaks: a stream is transcribed in order.
  let queue: Pending[] = [];
  let timer: NodeJS.Timeout | undefined;
  let utteranceEnd: NodeJS.Timeout | undefined;
  let finished: (() => void) | undefined;

  function schedule(): void {
    clearTimeout(timer);
    const head = queue[0];
    if (head !== undefined)
      timer = setTimeout(release, Math.max(0, Math.ceil(dueAt(head) - performance.now())));
    else finished?.();
  }

  function release(): void {
    const head = queue[0];
    if (head === undefined) return;
    if (interimDueAt(head) < finalDueAt(head)) releaseInterim(head);
    else if (mayStillBeHeard(head)) {
      timer = setTimeout(release, retryMs);
      return;
    } else {
      queue.shift();
      releaseFinal(head);
    }
    schedule();
  }

  function interimDueAt(chunk: Pending): number {
    const word = options.interims ? chunk.words[chunk.shown] : undefined;
    return word === undefined ? Infinity : word.endAt + chunk.interimMs;
  }

  /** Audio that was spoken into this connection is on its way: a final waits for it, as the recognizer would. */
  const mayStillBeHeard = ({ words, endAt }: Pending): boolean =>
    (words[0]?.startAt ?? 0) >= openedAt &&
    heard(words).length < words.length &&
    performance.now() < endAt + carriageMs;

  const finalDueAt = (chunk: Pending): number => chunk.endAt + chunk.latency.finalMs;
  const dueAt = (chunk: Pending): number => Math.min(interimDueAt(chunk), finalDueAt(chunk));

  function heard(words: TimedWord[]): HeardWord[] {
    const now = performance.now();
    return words
      .filter((word) => log.covers(word.startAt, Math.min(now, word.endAt + carriageMs)))
      .map(({ text, startAt, endAt }) => ({
        text,
        start: log.streamSeconds(startAt),
        end: log.streamSeconds(endAt),
      }));
  }

  function releaseInterim(chunk: Pending): void {
    const before = heard(chunk.words.slice(0, chunk.shown)).length;
    chunk.shown += 1;
    chunk.interimMs = chunk.latency.interimMs();
    const words = heard(chunk.words.slice(0, chunk.shown));
    const [first] = words;
    if (first === undefined || words.length === before) return;
    if (before === 0) options.transcripts.speechStarted(first.start);
    options.transcripts.results({ words, isFinal: false, fromFinalize: false });
  }

  function releaseFinal(chunk: Pending): void {
    const words = heard(chunk.words);
    const last = words.at(-1);
    if (last === undefined) return;
    options.transcripts.results({ words, isFinal: true, fromFinalize: chunk.fromFinalize });
    if (options.utteranceEndMs === undefined) return;
    const endsAt = chunk.endAt + options.utteranceEndMs;
    clearTimeout(utteranceEnd);
    utteranceEnd = setTimeout(
      () => {
        const goesOn = queue[0]?.words.some((word) => word.startAt < endsAt) ?? false;
        if (!goesOn) options.transcripts.utteranceEnd(last.end);
      },
      Math.max(0, endsAt - performance.now()),
    );
  }

  /** Splits the chunk that is being spoken: what was said so far is one, what is still to be said another. */
  function splitAt(chunk: Pending, now: number): Pending[] {
    const said = chunk.words.filter((word) => word.endAt <= now);
    const last = said.at(-1);
    if (last === undefined) return [chunk];
    if (said.length === chunk.words.length) return [{ ...chunk, fromFinalize: true }];
    const rest = { ...chunk, words: chunk.words.slice(said.length), shown: 0 };
    return [{ ...chunk, words: said, endAt: last.endAt, fromFinalize: true }, rest];
  }

  return {
    hear: (chunks) => {
      const waiting = { shown: 0, fromFinalize: false };
      for (const chunk of chunks) {
        const latency = options.chunkLatency();
        queue.push({ ...chunk, ...waiting, latency, interimMs: latency.interimMs() });
      }
      schedule();
    },
    cut: (at) => {
      queue = cutChunks(queue, at);
      schedule();
    },
    audio: (bytes) => log.add(bytes.length),
    finalize: () => {
      queue = queue.flatMap((chunk) => splitAt(chunk, performance.now()));
      if (queue[0]?.fromFinalize === true) schedule();
      else options.transcripts.results({ words: [], isFinal: true, fromFinalize: true });
    },
    finish: async () => {
      queue = cutChunks(queue, performance.now());
      await new Promise<void>((resolve) => {
        finished = resolve;
        schedule();
      });
    },
    close: () => {
      clearTimeout(timer);
      clearTimeout(utteranceEnd);
      queue = [];
      finished?.();
    },
  };
}
