/** From values to places on an axis, with round steps. */
export interface Scale {
  /** Greatest value that has a place. */
  limit: number;
  ticks: readonly number[];
  /** Of a value from 0 to `limit`; what lies beyond is put at the end. */
  place(value: number): number;
}

/** From `from` to `to` in units of the drawing; the axis begins at 0 and ends at the first round step past `greatest`, or at 1 where all is 0. */
export function scaleTo(greatest: number, from: number, to: number, steps = 4): Scale {
  const end = greatest > 0 ? greatest : 1;
  const step = roundStep(end / steps);
  const count = Math.max(1, Math.ceil(end / step - 1e-9));
  const limit = count * step;
  return {
    limit,
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
    place: (value) => from + (Math.min(Math.max(value, 0), limit) / limit) * (to - from),
  };
}

/** 1, 2, 2.5 or 5 times a power of ten, and no less than `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 2.5, 5].find((factor) => factor * power >= least * 0.999) ?? 10) * power;
}
