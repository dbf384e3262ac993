/** From a written line to audio with the times of its words. */
import { cough } from "./cough.ts";
import { parseLine, wordsOf, type LinePart, type Sound } from "./spoken-line.ts";
import { overTelephone } from "./telephone-audio.ts";

/** Speaks text as 16-bit mono PCM; without a voice, in the synthesizer's own. */
export type Synthesize = (
  text: string,
  options: { voice?: string | undefined; sampleRate: number },
) => Promise<Int16Array>;

/** Times are milliseconds from the line's first sample. */
export interface SpokenLine {
  /** 16 kHz. */
  samples: Int16Array<ArrayBuffer>;
  chunks: readonly SpokenChunk[];
}

/** What is said between two pauses. It begins with its first voiced sample and ends with its last. */
interface SpokenChunk {
  kind: "words" | Sound;
  text: string;
  /** Empty for a sound. */
  words: readonly SpokenWord[];
  startMs: number;
  endMs: number;
}

interface SpokenWord {
  text: string;
  endMs: number;
}

export interface SpeechOptions {
  synthesize: Synthesize;
  voice?: string | undefined;
  /** As it arrives over a telephone network. */
  telephone: boolean;
  seed: number;
}

const sampleRate = 16_000;
const samplesPerMs = 16;
/** Between a word and a sound where no pause is written. */
const breathMs = 80;

/** Throws an `Error` for a line that `parseLine` refuses or that the synthesizer leaves silent. */
export async function speakLine(text: string, options: SpeechOptions): Promise<SpokenLine> {
  const pieces: Int16Array[] = [];
  const chunks: SpokenChunk[] = [];
  let length = 0;
  let before: LinePart["kind"] | undefined;
  const append = (piece: Int16Array): void => {
    pieces.push(piece);
    length += piece.length;
  };
  for (const part of parseLine(text)) {
    if (part.kind === "pause") {
      append(new Int16Array(part.ms * samplesPerMs));
    } else {
      if (before !== undefined && before !== "pause") append(new Int16Array(breathMs * samplesPerMs));
      const voiced = trim(await voice(part, options));
      if (voiced.length === 0) throw new Error(`The synthesizer was silent for "${text}".`);
      chunks.push(chunk(part, length / samplesPerMs, voiced.length / samplesPerMs));
      append(voiced);
    }
    before = part.kind;
  }
  const samples = new Int16Array(length);
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return { samples: options.telephone ? overTelephone(samples) : samples, chunks };
}

/** The audio of each line by its text. */
export async function speakLines(
  texts: readonly string[],
  options: SpeechOptions,
): Promise<ReadonlyMap<string, SpokenLine>> {
  const lines = new Map<string, SpokenLine>();
  for (const text of texts) lines.set(text, await speakLine(text, options));
  return lines;
}

type VoicedPart = Exclude<LinePart, { kind: "pause" }>;

function voice(part: VoicedPart, { synthesize, voice, seed }: SpeechOptions): Promise<Int16Array> {
  if (part.kind === "words") return synthesize(part.text, { voice, sampleRate });
  if (part.sound === "mhm") return synthesize("mm hmm", { voice, sampleRate });
  return Promise.resolve(cough(seed));
}

function chunk(part: VoicedPart, startMs: number, durationMs: number): SpokenChunk {
  const endMs = startMs + durationMs;
  if (part.kind === "sound") return { kind: part.sound, text: "", words: [], startMs, endMs };
  const words = wordsOf(part.text);
  const total = words.reduce((sum, word) => sum + letters(word), 0);
  let spoken = 0;
  const timed = words.map((text) => {
    spoken += letters(text);
    return { text, endMs: startMs + (durationMs * spoken) / total };
  });
  return { kind: "words", text: part.text, words: timed, startMs, endMs };
}

/** A word's share of the time; a digit is spoken as a word of about four letters. */
function letters(word: string): number {
  return word.replaceAll(/[^\p{L}\p{N}]/gu, "").replaceAll(/\p{N}/gu, "four").length;
}

/** Drops what is below 1 % of the loudest sample at both ends. */
function trim(samples: Int16Array): Int16Array {
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const voiced = (sample: number): boolean => loudest > 0 && Math.abs(sample) >= loudest / 100;
  const first = samples.findIndex(voiced);
  return first === -1 ? new Int16Array(0) : samples.subarray(first, samples.findLastIndex(voiced) + 1);
}
