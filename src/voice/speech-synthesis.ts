/** Text to speech, as the mouth needs it; one file a vendor implements it. */

export interface SpeechSynthesis {
  /**
   * Streams 24 kHz mono 16-bit PCM as it arrives. Throws `SynthesisFailed`; ends silently when `signal` aborts.
   */
  synthesize(text: string, signal: AbortSignal): AsyncIterable<Int16Array>;
}

/** `reason` is a short code such as `status 500` or `timeout`, never the provider's text. */
export class SynthesisFailed extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`Speech could not be synthesized: ${reason}`);
    this.name = "SynthesisFailed";
    this.reason = reason;
  }
}
