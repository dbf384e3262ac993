/** The calls that can be looked at: those that run, and those of which something was kept. */
import type { WatchedCall, WatchMessage } from "#src/inspect/watch/message.ts";
import type { WatchClient } from "#src/inspect/watch/watch-client.ts";
import { createTape, type Tape, type Told } from "./tape.ts";

export interface Calls {
  list(): WatchedCall[];
  onList(listener: (calls: WatchedCall[]) => void): () => void;
  call(id: string): WatchedCall | undefined;
  /** Watches the call as long as anyone listens. */
  listen(id: string, what: Kind, afterSeq: number, listener: (told: Told) => void): () => void;
  close(): void;
}

export interface CallsOptions {
  client: WatchClient;
  /** Watches each call from its beginning, whether a page looks or not. */
  recordAll: boolean;
  /** Keeps what the Stately inspector is told. */
  stately: boolean;
  limits?: { calls: number; messages: number };
  /** ISO 8601. */
  now?: () => string;
}

type Kind = "steps" | "stately";

interface Kept {
  call: WatchedCall;
  steps: Tape;
  stately: Tape;
  unwatch: (() => void) | undefined;
}

const usualLimits = { calls: 20, messages: 5_000 };

export function openCalls(options: CallsOptions): Calls {
  const { client, recordAll, limits = usualLimits, now = () => new Date().toISOString() } = options;
  const kept = new Map<string, Kept>();
  const lists = new Set<(calls: WatchedCall[]) => void>();

  const list = (): WatchedCall[] => [...kept.values()].map(({ call }) => call);
  const tell = (): void => {
    for (const listener of lists) listener(list());
  };
  const watch = (one: Kept): void => {
    one.unwatch ??= client.watch(one.call.id, (message) => hear(one, message));
  };
  const unwatch = (one: Kept): void => {
    one.unwatch?.();
    one.unwatch = undefined;
  };
  const hear = (one: Kept, message: WatchMessage): void => {
    if (message.kind === "stately") {
      if (options.stately && one.call.synthetic) one.stately.add(message);
      return;
    }
    one.steps.add(message);
    if (message.kind === "ended" && one.call.ended === undefined) {
      one.call = { ...one.call, ended: { at: now(), outcome: message.outcome } };
      tell();
    }
  };
  const idle = ({ steps, stately }: Kept): boolean => steps.listeners() + stately.listeners() === 0;
  const worthKeeping = ({ steps }: Kept): boolean => steps.size() > 0;
  /** Calls that ended go first, the oldest of them before the others; one that is looked at stays. */
  const makeRoom = (): void => {
    const all = [...kept.values()];
    const leaving = [
      ...all.filter(({ call }) => call.ended !== undefined),
      ...all.filter(({ call }) => call.ended === undefined),
    ].filter(idle);
    for (const one of leaving.slice(0, Math.max(0, all.length - limits.calls))) {
      unwatch(one);
      kept.delete(one.call.id);
    }
  };

  const stop = client.onCalls((calls) => {
    const present = new Set(calls.map(({ id }) => id));
    for (const call of calls) {
      const one = kept.get(call.id);
      if (one) one.call = { ...one.call, ...call };
      else if (call.ended === undefined || kept.size < limits.calls) {
        const added = {
          call,
          steps: createTape(limits.messages),
          stately: createTape(limits.messages),
          unwatch: undefined,
        };
        kept.set(call.id, added);
        if (recordAll) watch(added);
      }
    }
    for (const one of kept.values()) {
      if (present.has(one.call.id)) continue;
      if (one.call.ended === undefined)
        one.call = { ...one.call, ended: { at: now(), outcome: "out of sight" } };
      if (idle(one) && !worthKeeping(one)) kept.delete(one.call.id);
    }
    makeRoom();
    tell();
  });

  return {
    list,
    onList(listener) {
      lists.add(listener);
      listener(list());
      return () => {
        lists.delete(listener);
      };
    },
    call: (id) => kept.get(id)?.call,
    listen(id, what, afterSeq, listener) {
      const one = kept.get(id);
      if (!one) return () => {};
      const stopListening = one[what].listen(afterSeq, listener);
      watch(one);
      return () => {
        stopListening();
        if (!recordAll && idle(one)) unwatch(one);
        makeRoom();
      };
    },
    close() {
      stop();
      for (const one of kept.values()) unwatch(one);
    },
  };
}
