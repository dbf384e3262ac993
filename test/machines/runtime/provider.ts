/** OpenAI in this process: requests wait for what the test says, and are answered in the vendor's wire protocol. */
import { OpenAI } from "openai";

export interface Exchange {
  readonly body: string;
  /** Neither answered to the end, nor broken off, nor given up by the caller. */
  open: boolean;
  write(bytes: Uint8Array<ArrayBuffer>): void;
  end(): void;
  /** Status 500 when nothing was written yet; a broken connection otherwise. */
  fail(): void;
}

export function inProcessOpenAI() {
  const chats: Exchange[] = [];
  const speeches: Exchange[] = [];
  const answer = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const path = url instanceof Request ? url.url : String(url);
    const { exchange, response } = begin(typeof init?.body === "string" ? init.body : "", init?.signal);
    (path.endsWith("/chat/completions") ? chats : speeches).push(exchange);
    return response;
  };
  const client = new OpenAI({
    apiKey: "none",
    baseURL: "http://openai.test/v1",
    maxRetries: 0,
    fetch: answer,
  });
  return { client, chats, speeches };
}

function begin(body: string, signal: AbortSignal | null | undefined) {
  const { promise: response, resolve, reject } = Promise.withResolvers<Response>();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = () => {
    if (controller) return controller;
    const body = new ReadableStream<Uint8Array>({
      start: (given) => void (controller = given),
      cancel: () => void (exchange.open = false),
    });
    resolve(new Response(body, { status: 200, headers: { "content-type": "text/event-stream" } }));
    if (!controller) throw new Error("a stream starts at once");
    return controller as ReadableStreamDefaultController<Uint8Array>;
  };
  const whileOpen = (what: () => void) => {
    if (exchange.open) what();
  };
  const exchange: Exchange = {
    body,
    open: true,
    write: (bytes) => whileOpen(() => stream().enqueue(bytes)),
    end: () =>
      whileOpen(() => {
        stream().close();
        exchange.open = false;
      }),
    fail: () =>
      whileOpen(() => {
        exchange.open = false;
        if (controller) controller.error(new TypeError("terminated"));
        else resolve(Response.json({ error: { message: "no" } }, { status: 500 }));
      }),
  };
  signal?.addEventListener("abort", () =>
    whileOpen(() => {
      exchange.open = false;
      const gone = new DOMException("gone", "AbortError");
      if (controller) controller.error(gone);
      else reject(gone);
    }),
  );
  return { exchange, response };
}

const encoder = new TextEncoder();
/** One event of a chat's stream. */
export const line = (data: string) => encoder.encode(`data: ${data}\n\n`);
/** A part of a chat's answer, as the vendor sends it. */
export const chunk = (delta: object, finish: string | null = null) =>
  line(
    JSON.stringify({
      id: "chat-1",
      object: "chat.completion.chunk",
      created: 1,
      model: "gpt-4o",
      choices: [{ index: 0, delta, finish_reason: finish }],
    }),
  );

export const says = (chat: Exchange, content: string): void => chat.write(chunk({ content }));

export interface Asked {
  name: string;
  given: object;
}
let asked = 0;

/** Calls the tools; nothing follows in the same answer. */
export function callsTools(chat: Exchange, tools: readonly Asked[]): void {
  for (const [index, { name, given }] of tools.entries()) {
    const called = { name, arguments: JSON.stringify(given) };
    const id = `tool-${++asked}`;
    chat.write(chunk({ tool_calls: [{ index, id, type: "function", function: called }] }));
  }
  chat.write(chunk({}, "tool_calls"));
  chat.write(line("[DONE]"));
  chat.end();
}

export function ends(chat: Exchange): void {
  chat.write(chunk({}, "stop"));
  chat.write(line("[DONE]"));
  chat.end();
}

/** Silence of 24 kHz, 16 bit. */
export const audio = (ms: number): Uint8Array<ArrayBuffer> => new Uint8Array(ms * 48);
