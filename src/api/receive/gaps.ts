/** Which sequences of a call have not arrived. */

export interface Counted {
  /** One more than the highest that arrived. */
  expected: number;
  /** How many arrived, each counted once. */
  received: number;
  /** Ranges below `expected` that did not arrive, with both ends, in order. */
  gaps: readonly (readonly [from: number, to: number])[];
}

export function countSequence(counted: Counted, sequence: number): Counted {
  const { expected, received, gaps } = counted;
  if (sequence >= expected)
    return {
      expected: sequence + 1,
      received: received + 1,
      gaps: sequence > expected ? [...gaps, [expected, sequence - 1]] : gaps,
    };
  const left = gaps.flatMap(([from, to]): (readonly [number, number])[] => {
    if (sequence < from || sequence > to) return [[from, to]];
    const before: [number, number] = [from, sequence - 1];
    const after: [number, number] = [sequence + 1, to];
    return [before, after].filter(([first, last]) => first <= last);
  });
  const wasMissing = gaps.some(([from, to]) => from <= sequence && sequence <= to);
  return { expected, received: received + (wasMissing ? 1 : 0), gaps: left };
}
