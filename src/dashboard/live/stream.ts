/**
 * A stream of server-sent events that resumes where it stopped. The browser's `EventSource` tries again by itself after most
 * errors; what it does not notice is a connection that has gone quiet. The server sends a beat every ten seconds, so silence
 * means that nothing gets through.
 */

/** What is used of the browser's `EventSource`. */
export interface Source {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void;
  close(): void;
}

export interface StreamParts {
  /** Where the stream begins: what changed after this position is told. */
  after: number;
  /** Address of the stream from a position on. */
  address: (after: number) => string;
  open: (address: string) => Source;
  /** Parsed data of each event of these types. */
  onEvent: Readonly<Record<string, (data: unknown) => void>>;
  /** Undefined: all is well. Else since when nothing has come, milliseconds since 1970. */
  onInterrupted: (since: number | undefined) => void;
  /** The server is ready again after a break: what has no position, such as an erasure, may have been missed. */
  onResumed: () => void;
  now: () => number;
}

export interface Stream {
  /** The browser is back online, or its window in view: looks at once whether the stream still lives. */
  wake(): void;
  stop(): void;
}

/** Two beats lost, and a little patience. */
export const silenceMs = 25_000;
const firstRetryMs = 1_000;
const longestRetryMs = 15_000;
/** A connection that the server closes now and then comes back by itself within this: nobody needs to be told. */
const graceMs = 5_000;
const closed = 2;

export function startStream({
  after,
  address,
  open,
  onEvent,
  onInterrupted,
  onResumed,
  now,
}: StreamParts): Stream {
  let source: Source | undefined;
  let position = after;
  let heardAt = now();
  let interruptedSince: number | undefined;
  let retries = 0;
  let broken = false;
  let stopped = false;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let grace: ReturnType<typeof setTimeout> | undefined;

  const interrupt = (): void => {
    if (interruptedSince !== undefined) return;
    interruptedSince = heardAt;
    onInterrupted(interruptedSince);
  };
  const watchSilence = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      interrupt();
      connect();
    }, silenceMs);
  };
  const hear = (): void => {
    heardAt = now();
    retries = 0;
    clearTimeout(grace);
    grace = undefined;
    watchSilence();
    if (interruptedSince === undefined) return;
    interruptedSince = undefined;
    onInterrupted(undefined);
  };
  const connectLater = (): void => {
    const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** retries++);
    clearTimeout(retry);
    retry = setTimeout(connect, wait);
  };
  const connect = (): void => {
    clearTimeout(retry);
    clearTimeout(silence);
    source?.close();
    if (stopped) return;
    broken = source !== undefined;
    const opened = open(address(position));
    source = opened;
    // A connection that is neither made nor refused is silence as well.
    watchSilence();
    const listen = (type: string, act: (data?: unknown) => void): void =>
      opened.addEventListener(type, ({ data, lastEventId }) => {
        if (opened !== source) return;
        hear();
        const told = Number(lastEventId);
        if (lastEventId !== undefined && lastEventId !== "" && told > position) position = told;
        act(typeof data === "string" && data !== "" ? JSON.parse(data) : undefined);
      });
    listen("beat", () => {});
    listen("ready", () => {
      if (!broken) return;
      broken = false;
      onResumed();
    });
    for (const [type, act] of Object.entries(onEvent))
      listen(type, (data) => {
        if (data !== undefined) act(data);
      });
    opened.addEventListener("error", () => {
      if (opened !== source) return;
      broken = true;
      grace ??= setTimeout(interrupt, graceMs);
      if (opened.readyState === closed) connectLater();
    });
  };
  connect();

  return {
    wake() {
      if (stopped || (interruptedSince === undefined && now() - heardAt < silenceMs)) return;
      interrupt();
      retries = 0;
      connect();
    },
    stop() {
      stopped = true;
      clearTimeout(silence);
      clearTimeout(retry);
      clearTimeout(grace);
      source?.close();
    },
  };
}
