import { describe, expect, it } from "vitest";
import { createDownsampler } from "#src/recording/downsample.ts";
import { Track } from "#src/recording/track.ts";
import { tone } from "./recorded-call.ts";

describe("24 kHz at 16 kHz", () => {
  /** Amplitude of what is left of a tone of 8000, by its energy, after the filter has filled. */
  const amplitudeOf = (hz: number): number => {
    const downsample = createDownsampler();
    const samples = tone(hz, 24_000, 400);
    const out: number[] = [];
    for (let at = 0; at < samples.length; at += 480) out.push(...downsample(samples.subarray(at, at + 480)));
    expect(out.length).toBe(6400);
    const steady = out.slice(320);
    return Math.sqrt((2 * steady.reduce((sum, sample) => sum + sample * sample, 0)) / steady.length);
  };

  it.each([100, 1000, 3000, 5000])("%i Hz stays as loud as it was", (hz) => {
    expect(amplitudeOf(hz)).toBeGreaterThan(7800);
    expect(amplitudeOf(hz)).toBeLessThan(8200);
  });

  it.each([9000, 10_000, 11_500])(
    "%i Hz, which 16 kHz cannot carry, does not come back as another tone",
    (hz) => {
      expect(amplitudeOf(hz)).toBeLessThan(80);
    },
  );
});

describe("a voice on the time line", () => {
  const frame = (value: number): Int16Array => new Int16Array(320).fill(value);
  const heard = (track: Track, frames: number): number[] =>
    Array.from({ length: frames }, (_, index) => track.take(index * 320, 320)[0] ?? 0);

  it("follows itself while timers are late, and leaves a gap where it was silent", () => {
    const track = new Track(16_000);
    for (const [value, at] of [
      [1, 0],
      [2, 45],
      [3, 50],
      [4, 200],
    ] as const)
      track.place(frame(value), at);

    expect(heard(track, 12)).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0]);
  });

  it("has nothing from before the beginning, and nothing that was taken back", () => {
    const track = new Track(16_000);
    track.place(frame(1), -1);
    track.place(frame(2), 0);
    track.place(frame(3), 20);
    track.takeBack(30);
    track.place(frame(4), 10);

    expect([...track.take(0, 640)]).toEqual([
      ...Array.from({ length: 160 }, () => 2),
      ...Array.from({ length: 320 }, () => 4),
      ...Array.from({ length: 160 }, () => 0),
    ]);
  });

  it("does not grow longer than the clock when late frames come after the silence that stood in for them", () => {
    const track = new Track(16_000);
    for (let index = 0; index < 10; index++) track.place(frame(1), index * 20);
    for (let index = 0; index < 30; index++) track.place(frame(2), 190);

    expect(heard(track, 40).lastIndexOf(2)).toBeLessThanOrEqual(19);
  });
});
