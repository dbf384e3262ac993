/** Numbers kept in order of size, so that what lies in the middle is known without the events that brought them. */

export const withWait = (waits: readonly number[], wait: number): number[] =>
  [...waits, wait].sort((one, other) => one - other);

/** Of two in the middle, what lies between them; null of none. */
export function medianOf(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
