/** Depth and age of the webhook queue, read when metrics are exported. */
import { instruments } from "./instruments.ts";
import type { Meters } from "./meters.ts";

export interface QueueDepth {
  waiting: number;
  dead: number;
  inMemory: number;
  /** When the oldest that waits was told; milliseconds since the epoch. */
  oldestSince: number | undefined;
}

/** `read` may throw: then nothing is exported for that moment, and a dashboard shows a gap. */
export function measureOutbox(meters: Meters, read: () => QueueDepth): void {
  const tryRead = (): QueueDepth | undefined => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  meters.observe(instruments.outboxEvents, () => {
    const depth = tryRead();
    if (depth === undefined) return [];
    return [
      [depth.waiting, { "ema.outbox.state": "waiting" }],
      [depth.dead, { "ema.outbox.state": "dead" }],
      [depth.inMemory, { "ema.outbox.state": "in_memory" }],
    ];
  });
  meters.observe(instruments.outboxOldest, () => {
    const depth = tryRead();
    if (depth === undefined) return [];
    return [[depth.oldestSince === undefined ? 0 : Math.max(0, Date.now() - depth.oldestSince) / 1000, {}]];
  });
}
