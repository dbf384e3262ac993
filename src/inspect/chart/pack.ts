/** Rectangles beside and under each other, such that the whole is compact and about as wide as a screen. */
import type { Size } from "./boxes.ts";

export interface Placed extends Size {
  x: number;
  y: number;
}

const gap = 16;
/** Width by height of what is aimed at. */
const wanted = 1.5;

/** Positions in the order of `sizes`. */
export function pack(sizes: readonly Size[]): Size & { places: Placed[] } {
  const widths = new Set(
    sizes.flatMap((one) => sizes.map((other) => (one === other ? one.width : one.width + gap + other.width))),
  );
  const total = sizes.reduce((sum, { width }) => sum + width + gap, -gap);
  const widest = Math.max(...sizes.map(({ width }) => width));
  const tries = [...widths, total, widest * 1.25, widest * 1.5]
    .filter((width) => width >= widest)
    .map((limit) => packWithin(sizes, limit));
  return tries.reduce((best, one) => (badness(one) < badness(best) ? one : best));
}

export const badness = ({ width, height }: Size): number =>
  Math.max(width / wanted, height) ** 2 + 0.2 * width * height;

/** The tallest first, each as high as it fits, then as far left. */
function packWithin(sizes: readonly Size[], limit: number): Size & { places: Placed[] } {
  const places = new Map<Size, Placed>();
  for (const size of sizes.toSorted((a, b) => b.height - a.height)) {
    const taken = [...places.values()];
    const xs = [0, ...taken.map(({ x, width }) => x + width + gap)];
    const ys = [0, ...taken.map(({ y, height }) => y + height + gap)].sort((a, b) => a - b);
    const free = ys
      .flatMap((y) => xs.toSorted((a, b) => a - b).map((x) => ({ ...size, x, y })))
      .find((one) => one.x + one.width <= limit && !taken.some((other) => touch(one, other)));
    if (free !== undefined) places.set(size, free);
  }
  const all = sizes.flatMap((size) => places.get(size) ?? []);
  return {
    places: all,
    width: Math.max(...all.map(({ x, width }) => x + width)),
    height: Math.max(...all.map(({ y, height }) => y + height)),
  };
}

const touch = (a: Placed, b: Placed): boolean =>
  a.x < b.x + b.width + gap &&
  b.x < a.x + a.width + gap &&
  a.y < b.y + b.height + gap &&
  b.y < a.y + a.height + gap;
