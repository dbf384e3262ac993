import { describe, expect, test } from "vitest";
import { noiseLoop } from "#src/simulate/noise.ts";
import { decodeMuLaw, encodeMuLaw, overTelephone } from "#src/simulate/telephone-audio.ts";
import { rms, tone } from "./sounds.ts";

describe("µ-law", () => {
  test("has the codes of G.711 for silence and for both ends of the scale", () => {
    expect([0, 32_767, -32_768].map(encodeMuLaw)).toEqual([0xff, 0x80, 0x00]);
    expect([0xff, 0x80, 0x00].map(decodeMuLaw)).toEqual([0, 32_124, -32_124]);
  });

  test("gives every code back after a round trip", () => {
    const codes = Array.from({ length: 256 }, (_, code) => code).filter((code) => code !== 0x7f);
    expect(codes.map((code) => encodeMuLaw(decodeMuLaw(code)))).toEqual(codes);
  });

  test("is wrong by no more than a sixteenth of the sample, and 4 near silence", () => {
    for (let sample = -32_000; sample <= 32_000; sample += 37) {
      const error = Math.abs(decodeMuLaw(encodeMuLaw(sample)) - sample);
      expect(error).toBeLessThanOrEqual(Math.max(4, Math.abs(sample) / 16));
    }
  });
});

describe("a telephone line", () => {
  const middle = (samples: Int16Array): Int16Array => samples.subarray(2_000, 14_000);

  test("lets 1 kHz through in time and at its height", () => {
    const voice = tone(1_000, 16_000, 16_000);
    const heard = overTelephone(voice);
    const error = Int16Array.from(voice, (sample, index) => sample - (heard[index] ?? 0));
    expect(heard.length).toBe(voice.length);
    expect(rms(middle(error))).toBeLessThan(rms(middle(voice)) / 20);
  });

  test("holds back 5 kHz", () => {
    const voice = tone(5_000, 16_000, 16_000);
    expect(rms(middle(overTelephone(voice)))).toBeLessThan(rms(middle(voice)) / 50);
  });
});

describe("noise", () => {
  test("is as loud as told and the same for the same seed", () => {
    const noise = noiseLoop({ rms: 0.05, telephone: false, seed: 5 });
    expect(rms(noise) / 32_768).toBeCloseTo(0.05, 3);
    expect(noise).toEqual(noiseLoop({ rms: 0.05, telephone: false, seed: 5 }));
    expect(noise).not.toEqual(noiseLoop({ rms: 0.05, telephone: false, seed: 6 }));
  });

  test("loses what a telephone does not carry", () => {
    const wide = rms(noiseLoop({ rms: 0.05, telephone: false, seed: 5 }));
    const narrow = rms(noiseLoop({ rms: 0.05, telephone: true, seed: 5 }));
    expect(narrow / wide).toBeCloseTo(Math.sqrt(3_400 / 8_000), 1);
  });
});
