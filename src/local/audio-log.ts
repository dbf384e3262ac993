/** Remembers when audio came in over a socket, so that only what was carried can be heard. */

export interface AudioLog {
  /** Notes bytes that arrive now. */
  add(bytes: number): void;
  /** Whether audio came in at any time from `from` to `to` (`performance.now()` milliseconds). */
  covers(from: number, to: number): boolean;
  /** Where `at` lies on the stream's own clock, in seconds of audio received. */
  streamSeconds(at: number): number;
}

/** Pieces that follow one another within this time are one stretch; clients send 20 to 100 ms at a time. */
const stretchGapMs = 600;

export function createAudioLog(sampleRate: number): AudioLog {
  const stretches: { from: number; to: number }[] = [];
  let seconds = 0;
  return {
    add: (bytes) => {
      const now = performance.now();
      seconds += bytes / 2 / sampleRate;
      const last = stretches.at(-1);
      if (last !== undefined && now - last.to <= stretchGapMs) last.to = now;
      else stretches.push({ from: now, to: now });
    },
    covers: (from, to) => stretches.some((stretch) => stretch.from <= to && stretch.to >= from),
    streamSeconds: (at) => Math.max(0, seconds - (performance.now() - at) / 1000),
  };
}
