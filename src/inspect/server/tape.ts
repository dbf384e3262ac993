/** What was told of one call, in order, and who listens to more of it. */
export interface Told {
  seq: number;
  /** JSON, written once for all listeners. */
  data: string;
}

export interface Tape {
  /** Keeps `seq` rising even when the call was watched anew and counts from the start again. */
  add(message: { seq: number }): void;
  /** Gives what is kept after `seq` at once, then all that comes. */
  listen(afterSeq: number, listener: (told: Told) => void): () => void;
  listeners(): number;
  size(): number;
}

/** Keeps the last `limit` messages. */
export function createTape(limit: number): Tape {
  let kept: Told[] = [];
  let last = 0;
  const listeners = new Set<(told: Told) => void>();
  return {
    add(message) {
      last = message.seq > last ? message.seq : last + 1;
      const told = { seq: last, data: JSON.stringify({ ...message, seq: last }) };
      kept.push(told);
      // Cut in larger pieces: a shift for each message would move the whole list.
      if (kept.length >= limit + Math.ceil(limit / 10)) kept = kept.slice(-limit);
      for (const listener of listeners) listener(told);
    },
    listen(afterSeq, listener) {
      for (const told of kept.slice(-limit)) if (told.seq > afterSeq) listener(told);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    listeners: () => listeners.size,
    size: () => Math.min(kept.length, limit),
  };
}
