/** Cuts utterances out of a stream of audio by its energy. */

export interface EndpointerEvents {
  /** Speech began; `samples` are those since shortly before. */
  began(samples: Int16Array): void;
  went(samples: Int16Array): void;
  ended(): void;
}

export interface Endpointer {
  audio(samples: Int16Array): void;
  /** Ends the utterance that is under way, if there is one. */
  flush(): void;
}

const frameMs = 20;
/** -42 dBFS. */
const voicedAbove = 250;
const beginsAfterMs = 60;
const keepBeforeMs = 300;
/** The stock plugin withholds silence after a second, so that a longer one would never be seen to end. */
const maxSilenceMs = 900;

export function createEndpointer(
  options: { sampleRate: number; silenceMs: number },
  events: EndpointerEvents,
): Endpointer {
  const frameLength = (options.sampleRate * frameMs) / 1000;
  const endsAfter = Math.max(1, Math.ceil(Math.min(options.silenceMs, maxSilenceMs) / frameMs));
  let rest = new Int16Array();
  let before: Int16Array[] = [];
  let speaking = false;
  let voiced = 0;
  let silent = 0;

  function frame(samples: Int16Array): void {
    const isVoiced = loudness(samples) > voicedAbove;
    voiced = isVoiced ? voiced + 1 : 0;
    silent = isVoiced ? 0 : silent + 1;
    if (speaking) {
      events.went(samples);
      if (silent >= endsAfter) flush();
      return;
    }
    before = [...before, samples].slice(-keepBeforeMs / frameMs);
    if (voiced < beginsAfterMs / frameMs) return;
    speaking = true;
    events.began(joined(before));
    before = [];
  }

  function flush(): void {
    voiced = 0;
    if (speaking) events.ended();
    speaking = false;
  }

  return {
    audio: (samples) => {
      const all = joined([rest, samples]);
      let from = 0;
      for (; from + frameLength <= all.length; from += frameLength)
        frame(all.slice(from, from + frameLength));
      rest = all.slice(from);
    },
    flush,
  };
}

function loudness(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}

function joined(parts: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const all = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
