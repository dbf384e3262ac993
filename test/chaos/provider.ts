/** OpenAI in this process: what its wire carries is made from the plan and from what is wrong at the moment. */
import { OpenAI } from "openai";

/** One answer's body, while it is being written. */
export interface Body {
  /** The client has given the answer up. */
  readonly gone: boolean;
  write(bytes: Uint8Array<ArrayBuffer>): void;
  end(): void;
  /** The connection breaks. */
  drop(): void;
}

export interface Request {
  body: unknown;
  signal: AbortSignal | undefined;
  /** Answers with this status and no content. */
  refuse(status: number): void;
  /** Answers with status 200, and a body to come. */
  open(): Body;
}

/** `chat` and `speech` answer in their own time; both may leave a request without an answer. */
export function inProcessOpenAI(answers: {
  chat: (request: Request) => Promise<void>;
  speech: (request: Request) => Promise<void>;
}): OpenAI {
  const fetch = (url: string | URL | globalThis.Request, init?: RequestInit): Promise<Response> => {
    const path = url instanceof globalThis.Request ? url.url : String(url);
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const signal = init?.signal ?? undefined;
    signal?.addEventListener("abort", () => reject(new DOMException("gone", "AbortError")), { once: true });
    const request: Request = {
      body: JSON.parse(typeof init?.body === "string" ? init.body : "{}"),
      signal,
      refuse: (status) => resolve(Response.json({ error: { message: "no" } }, { status })),
      open: () => openBody(signal, resolve),
    };
    const answer = path.endsWith("/chat/completions") ? answers.chat : answers.speech;
    answer(request).catch(reject);
    return promise;
  };
  return new OpenAI({
    apiKey: "none",
    baseURL: "http://openai.test/v1",
    maxRetries: 0,
    logLevel: "off",
    fetch,
  });
}

function openBody(signal: AbortSignal | undefined, resolve: (response: Response) => void): Body {
  let gone = signal?.aborted === true;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (given) => void (controller = given),
    cancel: () => void (gone = true),
  });
  const whileOpen = (what: (open: ReadableStreamDefaultController<Uint8Array>) => void, last = false) => {
    if (gone || !controller) return;
    if (last) gone = true;
    what(controller);
  };
  signal?.addEventListener(
    "abort",
    () => whileOpen((open) => open.error(new DOMException("gone", "AbortError")), true),
    { once: true },
  );
  resolve(new Response(stream, { status: 200, headers: { "content-type": "text/event-stream" } }));
  return {
    get gone() {
      return gone;
    },
    write: (bytes) => whileOpen((open) => open.enqueue(bytes)),
    end: () => whileOpen((open) => open.close(), true),
    drop: () => whileOpen((open) => open.error(new TypeError("terminated")), true),
  };
}
