/** Tells what is asked and how it is answered to whoever measures it: routes as they were declared, never an address. */
import type { ApiApp } from "./parts.ts";

export interface RequestObserver {
  asked: (request: AskedRequest) => void;
  answered: (request: AnsweredRequest) => void;
}

interface AskedRequest {
  method: string;
  /** Such as `/api/runs/:id`; `unknown` where there is no such route. */
  route: string;
  scheme: string;
}

interface AnsweredRequest extends AskedRequest {
  status: number;
  /** Until the answer was sent, or nobody was there to take it. */
  seconds: number;
  /** Server-sent events. */
  stream: boolean;
}

export function observeRequests(app: ApiApp, { asked, answered }: RequestObserver): void {
  app.addHook("onRequest", (request, reply, next) => {
    const began = performance.now();
    const { method, protocol: scheme } = request;
    const of = { method, scheme, route: request.routeOptions.url ?? "unknown" };
    asked(of);
    // Not `onResponse`: streams answer beside Fastify.
    reply.raw.once("close", () =>
      answered({
        ...of,
        status: reply.raw.statusCode,
        seconds: (performance.now() - began) / 1000,
        stream: String(reply.raw.getHeader("content-type")).startsWith("text/event-stream"),
      }),
    );
    next();
  });
}
