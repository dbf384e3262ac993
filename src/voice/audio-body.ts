/** The body of a vendor's answer as audio: streamed, within deadlines, and told from what is no audio. */
import { SynthesisFailed } from "./speech-synthesis.ts";

export interface AudioDeadlines {
  /** Longest wait for the first byte of audio, the connection included. */
  firstByteMs: number;
  /** Longest silence of the connection in the middle of a body; 1500 when left out. */
  stallMs?: number | undefined;
}

/** A vendor sends faster than speech is heard: what stands still for so long will not be in time. */
const usualStallMs = 1500;

/**
 * Streams 24 kHz mono 16-bit PCM from the answer that `ask` gets. `ask` throws `SynthesisFailed` for what it can name
 * itself. Throws `SynthesisFailed`: `timeout` before the first byte, `stalled` after it, `malformed` for a page or JSON
 * where audio was due, `no audio` for an empty body, `connection`. Ends silently when `signal` aborts.
 */
export async function* streamAudio(
  ask: (signal: AbortSignal) => Promise<Response>,
  { firstByteMs, stallMs = usualStallMs }: AudioDeadlines,
  signal: AbortSignal,
): AsyncGenerator<Int16Array, void> {
  const late = new AbortController();
  const whileWaiting = (ms: number) => setTimeout(() => late.abort(), ms);
  let timer = whileWaiting(firstByteMs);
  let begun = false;
  try {
    const response = await ask(AbortSignal.any([signal, late.signal]));
    if (!isAudio(response)) {
      await response.body?.cancel();
      throw new SynthesisFailed("malformed");
    }
    const samples = wholeSamples();
    for await (const bytes of response.body ?? []) {
      clearTimeout(timer);
      if (signal.aborted) return;
      const piece = samples(bytes);
      if (piece.length > 0) {
        begun = true;
        // However long the listener takes, it is not the vendor who is slow.
        yield piece;
      }
      timer = whileWaiting(stallMs);
    }
    if (!begun) throw new SynthesisFailed("no audio");
  } catch (error) {
    if (signal.aborted) return;
    if (late.signal.aborted) throw new SynthesisFailed(begun ? "stalled" : "timeout");
    throw error instanceof SynthesisFailed ? error : new SynthesisFailed("connection");
  } finally {
    clearTimeout(timer);
  }
}

/** Vendors name their kinds of audio in various ways, and some not at all: what is certainly no audio is refused. */
function isAudio({ headers }: Response): boolean {
  return !/\b(?:html|plain|json|xml)\b/i.test(headers.get("content-type") ?? "");
}

/** Chunks of a body may end in the middle of a sample: the odd byte goes in front of the next chunk. */
function wholeSamples(): (bytes: Uint8Array) => Int16Array {
  let odd: number | undefined;
  return (bytes) => {
    const before = odd === undefined ? 0 : 1;
    const samples = new Int16Array((before + bytes.length) >> 1);
    const joined = new Uint8Array(samples.buffer);
    const whole = samples.length * 2 - before;
    if (odd !== undefined && samples.length > 0) joined[0] = odd;
    if (whole > 0) joined.set(bytes.subarray(0, whole), before);
    if (bytes.length > 0) odd = whole < bytes.length ? bytes[bytes.length - 1] : undefined;
    return samples;
  };
}
