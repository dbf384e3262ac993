/** What an agent's turn waited for, as bars from the moment at which the caller fell silent. */

export interface Bar {
  name: string;
  /** Milliseconds after the caller's last voiced sample; negative: it was ready before. */
  ms: number;
  /** Parts of the whole width, from 0 to 1. */
  from: number;
  to: number;
}

const steps: readonly (readonly [key: string, name: string])[] = [
  ["vad_ms", "Silence noticed"],
  ["stt_final_ms", "Recognition final"],
  ["end_of_turn_ms", "Turn is over"],
  ["first_token_ms", "First token"],
  ["first_sentence_ms", "First sentence"],
  ["first_audio_ms", "First audio"],
];

/** Each bar begins where the step before it ended; a step that speculation finished early has no width. */
export function barsOf(latency: Readonly<Record<string, number>>): Bar[] {
  const known = steps.flatMap(([key, name]) => {
    const ms = latency[key];
    return ms === undefined ? [] : [{ name, ms }];
  });
  const whole = Math.max(latency["wait_ms"] ?? 0, ...known.map(({ ms }) => ms), 1);
  let reached = 0;
  return known.map(({ name, ms }) => {
    const from = Math.min(reached, Math.max(0, ms));
    const to = Math.max(0, ms);
    reached = Math.max(reached, to);
    return { name, ms, from: from / whole, to: to / whole };
  });
}
