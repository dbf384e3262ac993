/** Listens to one socket with pocketsphinx: finals only, one for each utterance between two silences. */
import type { Ear, HeardWord, Recognize } from "./ear.ts";
import { createEndpointer } from "./endpointer.ts";
import type { Decoder } from "./pocketsphinx-decoder.ts";
import { smartFormat } from "./smart-format.ts";

type Options = Parameters<Recognize>[0] & { openDecoder: () => Decoder };

export function createPocketSphinxEar({ sampleRate, silenceMs, transcripts, openDecoder }: Options): Ear {
  // A spare one has loaded its model by the time that somebody speaks.
  let decoder = openDecoder();
  let seconds = 0;
  let startedAt = 0;
  let speaking = false;
  let finalizing = false;
  let decoded: Promise<void> = Promise.resolve();

  async function report(ended: Decoder["ended"], from: number, to: number, fromFinalize: boolean) {
    const words = await ended;
    if (words instanceof Error) transcripts.failed(words.message);
    else if (words.length > 0) {
      transcripts.results({ words: spread(words, from, to), isFinal: true, fromFinalize });
    }
  }

  const endpointer = createEndpointer(
    { sampleRate, silenceMs },
    {
      began: (samples) => {
        speaking = true;
        startedAt = seconds - samples.length / sampleRate;
        transcripts.speechStarted(startedAt);
        decoder.write(bytesOf(samples));
      },
      went: (samples) => decoder.write(bytesOf(samples)),
      ended: () => {
        const { ended } = decoder;
        decoder.end();
        const [from, to, fromFinalize] = [startedAt, seconds, finalizing];
        decoded = decoded.then(async () => report(ended, from, to, fromFinalize));
        speaking = false;
        decoder = openDecoder();
      },
    },
  );

  function finalize(): void {
    finalizing = true;
    if (speaking) endpointer.flush();
    else transcripts.results({ words: [], isFinal: true, fromFinalize: true });
    finalizing = false;
  }

  return {
    audio: (bytes) => {
      const samples = Int16Array.from({ length: bytes.length >> 1 }, (_, index) =>
        bytes.readInt16LE(index * 2),
      );
      seconds += samples.length / sampleRate;
      endpointer.audio(samples);
    },
    finalize,
    finish: async () => {
      endpointer.flush();
      await decoded;
    },
    close: () => decoder.end(),
  };
}

function bytesOf(samples: Int16Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** The decoder tells no times: the words share out the utterance among them. */
function spread(words: readonly string[], from: number, to: number): HeardWord[] {
  const each = (to - from) / words.length;
  let at = from;
  return smartFormat(words).map(({ text, spoken }) => {
    const start = at;
    at += spoken * each;
    return { text, start, end: at };
  });
}
