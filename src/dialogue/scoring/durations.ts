/** How long an utterance takes, in milliseconds. */
const rounds = 5;

export interface Durations {
  median: number;
  longest: number;
}

/** Each utterance counts with the median of five rounds, so that what else the machine does weighs little. */
export function durationsOf(texts: readonly string[], recognize: (text: string) => unknown): Durations {
  for (const text of texts) recognize(text);
  const each = texts.map((text) => medianOf(Array.from({ length: rounds }, () => timed(text, recognize))));
  return { median: medianOf(each), longest: Math.max(...each) };
}

function timed(text: string, recognize: (text: string) => unknown): number {
  const start = performance.now();
  recognize(text);
  return performance.now() - start;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
