/** What a watcher of calls is told. Nothing in it names the caller or repeats a word of theirs. */

/** A call that can be watched, or that has just ended. */
export interface WatchedCall {
  id: string;
  /** ISO 8601. */
  startedAt: string;
  /** Caller and providers are simulated. */
  synthetic: boolean;
  /** Whose call it is, where that is known. */
  workspaceId?: string;
  /** Hash of the session's id, as `sessionHash` makes it: a room's name may bear the caller's number. */
  session?: string;
  ended?: { at: string; outcome: string };
}

/**
 * One redacted message of a watched call. `seq` counts from 1 in a call's stream, a gap means that messages were dropped; `at`
 * is milliseconds since the call began. The first message of every watch is a `step` with event `watch.began`, showing the
 * present state.
 */
export type WatchMessage = { seq: number; at: number } & (
  | {
      kind: "step";
      event: WatchedEvent;
      /** Dotted paths of all active states below the root, for instance `live.turn.listening.silent`, compound ones included. */
      states: readonly string[];
      /** Ids of the transitions taken, in order. */
      taken: readonly string[];
      /** Names of the effects that were carried out, in order. */
      effects: readonly string[];
      context: Record<string, unknown>;
      stage: string;
    }
  /** An event of `@statelyai/inspect`'s protocol. */
  | { kind: "stately"; event: unknown }
  | { kind: "ended"; outcome: string }
);

/** An event's type and what the allow-list lets through of it. */
export type WatchedEvent = { type: string } & Record<string, unknown>;

/** What a client writes once, as its connection's first line: it is then told the list of calls again and again, or one call's messages. */
export type WatchRequest = { calls: true } | { watch: string };
