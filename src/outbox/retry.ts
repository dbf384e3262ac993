export interface Backoff {
  /** Ceiling of the first wait; it doubles with every failed attempt. */
  backoffBaseMs: number;
  /** Ceiling of every wait. */
  backoffCapMs: number;
}

/**
 * Milliseconds to wait after the `attempts`-th failed attempt (from 1): between half of the ceiling and all of it, so that
 * the calls that one outage stopped do not come back all at once. `random` is in [0, 1).
 */
export function backoffMs(attempts: number, random: () => number, backoff: Backoff): number {
  const ceiling = Math.min(backoff.backoffCapMs, backoff.backoffBaseMs * 2 ** (attempts - 1));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

/** Milliseconds that a `Retry-After` header asks for (seconds, or an HTTP date); undefined when it says nothing usable. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const value = header.trim();
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1_000, Number.MAX_SAFE_INTEGER);
  // Date.parse takes much that is no HTTP date.
  const date = /^[A-Z][a-z]+, .* GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
