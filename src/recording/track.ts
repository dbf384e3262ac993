/** One voice on the recording's time line, which is the wall clock's: frames are put where they are heard. */

/** A frame this much beside the end of the one before follows it: timers and networks are not exact. */
const jitterMs = 60;
/** A voice that is so far ahead of the clock brings more than was: what stood in for a late frame was heard already. */
const surplusMs = 200;

export class Track {
  readonly #samplesPerMs: number;
  #pieces: { from: number; samples: Int16Array }[] = [];
  #end = 0;

  constructor(sampleRate: number) {
    this.#samplesPerMs = sampleRate / 1000;
  }

  /** `at` is when its first sample is heard, in ms since the recording began; what is heard before that is left out. */
  place(frame: Int16Array, at: number): void {
    if (at < 0) return;
    const due = Math.round(at * this.#samplesPerMs);
    if (this.#end - due > surplusMs * this.#samplesPerMs) return;
    const from = due - this.#end > jitterMs * this.#samplesPerMs ? due : this.#end;
    this.#pieces.push({ from, samples: frame.slice() });
    this.#end = from + frame.length;
  }

  /** The last `ms` were never heard. */
  takeBack(ms: number): void {
    this.#end = Math.max(0, this.#end - Math.round(ms * this.#samplesPerMs));
    this.#pieces = this.#pieces.flatMap(({ from, samples }) =>
      from >= this.#end ? [] : [{ from, samples: samples.subarray(0, this.#end - from) }],
    );
  }

  /** Samples from `first` on, silence where there is nothing; forgets what is before them. */
  take(first: number, count: number): Int16Array {
    const out = new Int16Array(count);
    for (const { from, samples } of this.#pieces)
      for (let at = Math.max(from, first); at < Math.min(from + samples.length, first + count); at++)
        out[at - first] = samples[at - from] ?? 0;
    this.#pieces = this.#pieces.filter(({ from, samples }) => from + samples.length > first + count);
    return out;
  }
}
