/** What listens at the far end of one Deepgram socket. */

export interface HeardWord {
  text: string;
  /** Seconds on the stream's own clock, which counts the audio that came in. */
  start: number;
  end: number;
}

/** Where an ear puts what it hears. */
export interface Transcripts {
  speechStarted(at: number): void;
  results(results: { words: HeardWord[]; isFinal: boolean; fromFinalize: boolean }): void;
  utteranceEnd(lastWordEnd: number): void;
  /** The recognizer broke; the socket is closed. */
  failed(reason: string): void;
}

export interface Ear {
  /** Linear 16-bit little-endian samples, in pieces of any size. */
  audio(bytes: Buffer): void;
  /** Deepgram's `Finalize`: what was said so far becomes a final as soon as the configured latency allows. */
  finalize(): void;
  /** No more audio will come. Resolves when what was said has had its final. */
  finish(): Promise<void>;
  close(): void;
}

/** Opens a real recognizer for one socket. */
export type Recognize = (options: {
  sampleRate: number;
  interims: boolean;
  /** Silence that ends an utterance. */
  silenceMs: number;
  transcripts: Transcripts;
}) => Ear;
