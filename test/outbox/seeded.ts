/** Chance that is the same in every run with the same seed. */
export interface Chance {
  /** In [0, 1). */
  random(): number;
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** Mulberry32, by Tommy Ettinger. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  function random(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  return { random, whole, pick: (items) => items[whole(0, items.length - 1)] ?? items[0] };
}
