/** Quantiles of samples. */

/** `q` from 0 to 1, interpolated linearly between the two nearest samples; undefined of none. */
export function quantile(values: readonly number[], q: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (place - Math.floor(place));
}

/** The middle, the one that 95 of 100 stay under, and the worst; undefined of none. */
export function spread(values: readonly number[]): { p50: number; p95: number; max: number } | undefined {
  const [p50, p95, max] = [0.5, 0.95, 1].map((q) => quantile(values, q));
  return p50 === undefined || p95 === undefined || max === undefined ? undefined : { p50, p95, max };
}
