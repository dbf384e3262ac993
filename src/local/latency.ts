/** How long a provider takes: always the same time, or spread as latencies are, most of them short and a few long. */
import { z } from "zod";

export const milliseconds = z.number().int().min(0).max(600_000);

const spread = z
  .strictObject({ p50: milliseconds.min(1), p95: milliseconds.min(1) })
  .refine(({ p50, p95 }) => p95 >= p50, { error: "`p95` must not be less than `p50`", path: ["p95"] });

/** Milliseconds, or the lognormal distribution through these two quantiles. */
export const latencySchema = z.union([milliseconds, spread]);
export type Latency = z.output<typeof latencySchema>;

/** The standard normal distribution's quantile at 0.95. */
const normalP95 = 1.6448536269514722;

/** Milliseconds at `normal`, which is a draw from the standard normal distribution. */
export function latencyAt(latency: Latency, normal: number): number {
  if (typeof latency === "number") return latency;
  const { p50, p95 } = latency;
  return p50 * (p95 / p50) ** (normal / normalP95);
}

export const medianOf = (latency: Latency): number => latencyAt(latency, 0);

/** A draw from the standard normal distribution (Box and Muller); `random` gives numbers from 0 up to 1. */
export function drawNormal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
