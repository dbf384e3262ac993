/**
 * Recognition by script. It does not recognize anything: it knows the simulated caller's words beforehand and releases
 * them in time with the audio, as a recognizer would. It needs the audio all the same: words whose audio did not come in
 * over a socket are not heard on that socket.
 */

/** A stretch of speech between two pauses. */
interface SpokenChunk {
  words: { text: string; endMs: number }[];
  /** The last voiced sample. */
  endMs: number;
}

/** Milliseconds count from the first sample of the caller's audio. */
interface SpokenScript {
  chunks: SpokenChunk[];
}

export interface ScriptedSpeech {
  /** To be called at the moment the caller's audio begins, or soon after it, and told when that was (`performance.now()`). */
  say(script: SpokenScript, at?: number): void;
  /** The caller falls silent at once: words not yet spoken to their end are never released, the others get a final. */
  cut(): void;
}

/** Times are `performance.now()` milliseconds. */
export interface TimedWord {
  text: string;
  startAt: number;
  endAt: number;
}

export interface TimedChunk {
  words: TimedWord[];
  endAt: number;
}

/** Whoever listens: one open socket. */
export interface Listener {
  hear(chunks: TimedChunk[]): void;
  cut(at: number): void;
}

export interface Stage {
  readonly speech: ScriptedSpeech;
  /** A listener that comes late hears what is said from then on. Returns how to leave. */
  attach(listener: Listener): () => void;
  /** What was spoken between these times, words that were half spoken included. The last minutes are remembered. */
  wordsBetween(from: number, to: number): TimedWord[];
}

/** No word is taken to be longer; what comes before it is a pause. */
const longestWordMs = 600;
const rememberedMs = 120_000;

export function createStage(): Stage {
  const listeners = new Set<Listener>();
  let spoken: TimedChunk[] = [];
  return {
    speech: {
      say: (script, at = performance.now()) => {
        const chunks = timed(script, at);
        spoken = [...spoken.filter((chunk) => chunk.endAt > at - rememberedMs), ...chunks];
        for (const listener of listeners) listener.hear(chunks);
      },
      cut: () => {
        const now = performance.now();
        spoken = cutChunks(spoken, now);
        for (const listener of listeners) listener.cut(now);
      },
    },
    attach: (listener) => {
      listeners.add(listener);
      const now = performance.now();
      listener.hear(spoken.filter((chunk) => chunk.endAt > now));
      return () => {
        listeners.delete(listener);
      };
    },
    wordsBetween: (from, to) =>
      spoken
        .flatMap(({ words }) => words)
        .filter(({ startAt, endAt }) => (startAt + endAt) / 2 >= from && (startAt + endAt) / 2 <= to),
  };
}

/** What is left of chunks of which nothing is spoken after `at`. */
export function cutChunks<Chunk extends TimedChunk>(chunks: readonly Chunk[], at: number): Chunk[] {
  return chunks
    .map((chunk) => {
      if (chunk.endAt <= at) return chunk;
      return { ...chunk, words: chunk.words.filter((word) => word.endAt <= at), endAt: at };
    })
    .filter((chunk) => chunk.words.length > 0);
}

function timed(script: SpokenScript, at: number): TimedChunk[] {
  let previous = at;
  return script.chunks.map((chunk) => {
    const words = chunk.words.map(({ text, endMs }) => {
      const endAt = at + endMs;
      const startAt = Math.max(previous, endAt - longestWordMs);
      previous = endAt;
      return { text, startAt, endAt };
    });
    const endAt = Math.max(previous, at + chunk.endMs);
    previous = endAt;
    return { words, endAt };
  });
}
