/** A clock that is turned by hand. */
import type { Timers } from "#src/simulate/timers.ts";

export class VirtualTimers implements Timers {
  #now = 1_000;
  #due: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), callback };
    this.#due.push(timer);
    return () => {
      this.#due = this.#due.filter((other) => other !== timer);
    };
  }

  get pending(): number {
    return this.#due.length;
  }

  /** Goes through everything that is due on the way, and through what it promises. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      const { at, callback } = next;
      this.#due = this.#due.filter((other) => other !== next);
      this.#now = Math.max(this.#now, at);
      callback();
      await settled();
    }
    this.#now = until;
  }

  /** Time passes, and no timer has a chance to notice. */
  stall(ms: number): void {
    this.#now += ms;
  }

  #next(until: number): { at: number; callback: () => void } | undefined {
    return this.#due.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
