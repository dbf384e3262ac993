/** Nonsense that repeats itself: seeded numbers, and mutations of what a vendor would send. */

/** Words of the caller's that every body bears, and no error may. */
export const secret = "Marigold";

export interface Chance {
  /** An integer from 0, less than `end`. */
  below(end: number): number;
  one<T>(of: readonly T[]): T;
}

/** The same numbers for the same seed (mulberry32). */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (end: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
  return {
    below,
    one: (of) => {
      const found = of[below(of.length)];
      if (found === undefined) throw new Error("there is nothing to choose from");
      return found;
    },
  };
}

const strange: readonly unknown[] = [null, true, -1, 1e308, "", secret, [], {}, [null], { [secret]: secret }];

/** The value with one of its parts, at any depth, replaced, left out or doubled. */
export function mutated(value: unknown, random: Chance): unknown {
  if (typeof value !== "object" || value === null || random.below(4) === 0) return random.one(strange);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (items.length === 0) return [random.one(strange)];
    const at = random.below(items.length);
    const kind = random.below(3);
    if (kind === 0) return items.toSpliced(at, 1);
    if (kind === 1) return [...items, ...items];
    return items.with(at, mutated(items[at], random));
  }
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length === 0) return random.one(strange);
  const at = random.below(entries.length);
  const [key, inner] = entries[at] ?? ["", undefined];
  if (random.below(3) === 0) return Object.fromEntries(entries.toSpliced(at, 1));
  return Object.fromEntries(entries.with(at, [key, mutated(inner, random)]));
}

/** The text with a piece cut out, doubled or replaced by bytes that are no text. */
export function garbled(text: string, random: Chance): Buffer {
  const bytes = Buffer.from(text);
  const from = random.below(bytes.length + 1);
  const to = from + random.below(bytes.length - from + 1);
  const [head, middle, tail] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
  const noise = Buffer.from(Array.from({ length: random.below(40) }, () => random.below(256)));
  return Buffer.concat(
    random.one([
      [head, tail],
      [head, middle, middle, tail],
      [head, noise, tail],
    ]),
  );
}
