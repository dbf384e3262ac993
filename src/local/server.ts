/**
 * Engines that need no key and no network, behind the vendors' own wire protocols: the stock Deepgram and OpenAI plugins
 * work against them by base URL alone. One server serves many calls; each call has a prefix, a behaviour and records of
 * its own.
 */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CallState, LocalCall } from "./call.ts";
import { createCall } from "./call.ts";
import { serveSpeak } from "./deepgram-speech.ts";
import { refuseUpgrade, serveListen } from "./deepgram-upgrade.ts";
import { synthesize } from "./flite.ts";
import { sendError, sendJson } from "./http.ts";
import type { ReplyTo } from "./openai-chat.ts";
import { serveChat } from "./openai-chat.ts";
import { serveSpeech } from "./openai-speech.ts";
import { serveTranscription } from "./openai-transcription.ts";
import { preparePocketSphinx } from "./pocketsphinx.ts";

/** Vendors keep an idle connection for a minute and more; Node's server keeps it for 5 s. */
const keptMs = 60_000;

export interface LocalEnginesOptions {
  /** A free one is taken when it is left out. */
  port?: number;
  replyTo: ReplyTo;
  /**
   * Whose call a request is that comes without a prefix, as from a client that knows one address for all calls: gives a
   * key. Without it, such requests are answered 404.
   */
  callOf?: (request: IncomingMessage) => string;
  /** Hears all calls that do not choose the script. Without it, transcripts come from each call's `speech` script. */
  recognizer?: { kind: "pocketsphinx"; sentences: string[] };
}

export interface LocalEngines {
  readonly port: number;
  /** The plugin's `baseUrl`; it appends `/v1/listen`, and the voice, over http, `/v1/speak`. */
  deepgramUrl(key: string): string;
  /** The plugin's `baseURL`. */
  openaiUrl(key: string): string;
  /**
   * The call of that key, made when there is none. Requests for a key that was never asked for are answered 404. Calls of the
   * same `seed`, which is the key when it is left out, draw the same latencies.
   */
  call(key: string, seed?: string): LocalCall;
  close(): Promise<void>;
}

/** @throws Error when the port is taken, or the recognizer is not installed. */
export async function startLocalEngines(options: LocalEnginesOptions): Promise<LocalEngines> {
  const sphinx = options.recognizer && (await preparePocketSphinx(options.recognizer.sentences));
  // The first speech of a process takes 200 ms more than those that follow; it shall not be a caller who waits for it.
  await synthesize("Ready.", { voice: "nova" });
  const calls = new Map<string, { call: LocalCall; state: CallState }>();
  const find = (request: IncomingMessage): Target & { state: CallState | undefined } => {
    const found = target(request, options.callOf);
    return { ...found, state: found.key === undefined ? undefined : calls.get(found.key)?.state };
  };
  const server = createServer((request, response) => {
    route(find(request), options.replyTo, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendError(response, 500, error instanceof Error ? error.message : String(error));
    });
  });
  server.on("upgrade", (request, socket, head) => {
    // A client that leaves during its upgrade is no concern of the server's.
    socket.on("error", () => socket.destroy());
    const { state, path, query } = find(request);
    if (state === undefined || path !== "/v1/listen") refuseUpgrade(socket, 404, { err_msg: "Not found." });
    else serveListen(state, request, socket, head, query);
  });
  server.keepAliveTimeout = keptMs;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the local engines have no port");
  const { port } = address;
  const prefix = (key: string) => `127.0.0.1:${port}/calls/${encodeURIComponent(key)}`;
  return {
    port,
    deepgramUrl: (key) => `ws://${prefix(key)}`,
    openaiUrl: (key) => `http://${prefix(key)}/v1`,
    call: (name, seed = name) => {
      const key = encodeURIComponent(name);
      const found = calls.get(key) ?? createCall(key, seed, sphinx?.recognize, () => calls.delete(key));
      calls.set(key, found);
      return found.call;
    },
    close: async () => {
      for (const { call } of calls.values()) call.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await sphinx?.close();
    },
  };
}

async function route(
  { state, path, query }: Target & { state: CallState | undefined },
  replyTo: ReplyTo,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const endpoint = `${request.method} ${path}`;
  if (state === undefined) sendError(response, 404, "There is no such call.");
  else if (endpoint === "POST /v1/chat/completions") await serveChat(state, replyTo, request, response);
  else if (endpoint === "POST /v1/audio/speech") await serveSpeech(state, request, response);
  else if (endpoint === "POST /v1/audio/transcriptions") await serveTranscription(state, request, response);
  else if (endpoint === "POST /v1/speak") await serveSpeak(state, query, request, response);
  else if (endpoint === "GET /v1/models") sendJson(response, 200, models);
  else sendError(response, 404, `Invalid URL (${endpoint})`);
}

const models = {
  object: "list",
  data: [{ id: "local", object: "model", created: 0, owned_by: "local" }],
};

interface Target {
  /** As it stands in the address, percent-encoded; calls are found by that. */
  key: string | undefined;
  path: string;
  query: URLSearchParams;
}

function target(request: IncomingMessage, callOf: LocalEnginesOptions["callOf"]): Target {
  const url = URL.parse(request.url ?? "", "http://localhost");
  const query = url?.searchParams ?? new URLSearchParams();
  const { key, path } = /^\/calls\/(?<key>[^/]+)(?<path>\/.*)$/.exec(url?.pathname ?? "")?.groups ?? {};
  if (key !== undefined && path !== undefined) return { key, path, query };
  const found = callOf?.(request);
  return { key: found && encodeURIComponent(found), path: url?.pathname ?? "", query };
}
