/** Audio for tests: tones instead of voices. */
import type { AudioFrame } from "#src/call/ports.ts";
import type { Synthesize } from "#src/simulate/speech.ts";

/** 100 ms of tone for every letter or digit, 50 ms of silence before and 70 ms after. */
export const toneVoice: Synthesize = (text, { sampleRate }) => {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const perMs = sampleRate / 1_000;
  const samples = new Int16Array((50 + letters * 100 + 70) * perMs);
  samples.set(tone(440, letters * 100 * perMs, sampleRate), 50 * perMs);
  return Promise.resolve(samples);
};

/** The first and the last sample are at full height, so that nothing of it is trimmed. */
export function tone(hz: number, length: number, sampleRate: number, height = 8_000): AudioFrame {
  return Int16Array.from({ length }, (_, index) =>
    Math.round(height * Math.cos((2 * Math.PI * hz * index) / sampleRate)),
  );
}

/** 20 ms of the agent's voice. */
export const agentFrame = (): AudioFrame => tone(300, 480, 24_000);
export const silentFrame = (): AudioFrame => new Int16Array(480);

export function rms(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
