/** Server-sent events: one response that stays open. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

export interface EventStream {
  /** Whole frames, as `frame` makes them; bytes may be shared by many streams. */
  write: (frames: string | Uint8Array) => void;
  /** Resolves when the reader has taken what was written, and as soon as the stream is closed. */
  drained: () => Promise<void>;
  /** Ends it in order; the reader comes again by itself. */
  end: () => void;
  closed: AbortSignal;
}

export interface EventStreamOptions {
  /** An event `beat` so often: a page hears that the stream is alive, which a comment would not tell it. */
  heartbeatMs: number;
  headers?: OutgoingHttpHeaders;
  /** A reader that leaves so many bytes unread is let go; it comes again and goes on where it was. */
  unreadLimit?: number;
  /** How long `drained` waits before it lets the reader go. */
  drainLimitMs?: number;
}

export interface Frame {
  /** `message` when absent. */
  event?: string;
  /** What the browser gives back as Last-Event-ID when it comes again. */
  id?: number;
  /** One line. */
  data: string;
}

const mebibyte = 2 ** 20;
const usualDrainLimitMs = 30_000;

export const frame = ({ event, id, data }: Frame): string =>
  `${event === undefined ? "" : `event: ${event}\n`}${id === undefined ? "" : `id: ${id}\n`}data: ${data}\n\n`;

const beatFrame = frame({ event: "beat", data: "{}" });

export function openEventStream(
  response: ServerResponse,
  { heartbeatMs, headers = {}, unreadLimit = mebibyte, drainLimitMs = usualDrainLimitMs }: EventStreamOptions,
): EventStream {
  const closed = new AbortController();
  // A connection that is kept for another request would keep the server from closing.
  response.shouldKeepAlive = false;
  response.writeHead(200, { ...headers, "content-type": "text/event-stream; charset=utf-8" });
  const write = (frames: string | Uint8Array): void => {
    if (response.destroyed || response.writableEnded) return;
    response.write(frames);
    if (response.writableLength > unreadLimit) response.destroy();
  };
  const beat = setInterval(() => write(beatFrame), heartbeatMs);
  beat.unref();
  const close = (): void => {
    clearInterval(beat);
    closed.abort();
  };
  // A reader may have left while it was found out who they are; whoever opened the stream is yet to listen.
  if (response.closed) setImmediate(close);
  else response.once("close", close);
  write("retry: 1000\n\n");
  return {
    write,
    drained: () => drained(response, drainLimitMs),
    end: () => void response.end(),
    closed: closed.signal,
  };
}

/** The header is the browser's own; `after` is for a page that opens the stream anew by itself. */
export function lastEventId(request: IncomingMessage, after: string | null): number {
  const header = request.headers["last-event-id"];
  const id = Number(typeof header === "string" && header !== "" ? header : (after ?? 0));
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}

function drained(response: ServerResponse, limitMs: number): Promise<void> {
  if (response.destroyed || !response.writableNeedDrain) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const late = setTimeout(() => response.destroy(), limitMs);
  const done = (): void => {
    clearTimeout(late);
    response.off("drain", done).off("close", done);
    resolve();
  };
  response.on("drain", done).on("close", done);
  return promise;
}
