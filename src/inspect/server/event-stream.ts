/** Server-sent events: one response that stays open. */
import type { IncomingMessage, ServerResponse } from "node:http";

export interface EventStream {
  /** `id` is what the browser gives back as Last-Event-ID when it comes again. */
  send(data: string, id?: number): void;
  closed: AbortSignal;
}

export interface EventStreamOptions {
  heartbeatMs: number;
  /** A reader that leaves so much unread is let go; it comes again and goes on where it was. */
  unreadLimit?: number;
}

const mebibyte = 2 ** 20;

export function openEventStream(
  response: ServerResponse,
  { heartbeatMs, unreadLimit = mebibyte }: EventStreamOptions,
): EventStream {
  const closed = new AbortController();
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  const write = (text: string): void => {
    if (response.destroyed) return;
    response.write(text);
    if (response.writableLength > unreadLimit) response.destroy();
  };
  const beat = setInterval(() => write(": still here\n\n"), heartbeatMs);
  beat.unref();
  response.once("close", () => {
    clearInterval(beat);
    closed.abort();
  });
  write("retry: 1000\n\n");
  return {
    send: (data, id) => write(`${id === undefined ? "" : `id: ${id}\n`}data: ${data}\n\n`),
    closed: closed.signal,
  };
}

/** The header is the browser's own; `after` is for a page that opens the stream anew by itself. */
export function lastEventId(request: IncomingMessage, after: string | null): number {
  const header = request.headers["last-event-id"];
  const id = Number(typeof header === "string" && header !== "" ? header : (after ?? 0));
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}
