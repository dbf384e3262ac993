/** A process like a call's, in which packages log and print what a caller said: first without the gate, then with it. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { initializeLogger, log } from "@livekit/agents";
import { STT } from "@livekit/agents-plugin-deepgram";
import { AudioFrame } from "@livekit/rtc-node";
import { HTTPError } from "ky";
import { APIError, OpenAI } from "openai";
import { type WebSocket, WebSocketServer } from "ws";
import { createActor, createMachine } from "xstate";
import { z } from "zod";
import { openAIClient } from "../../src/assemble.ts";
import { quietOutput } from "#src/privacy/quiet-output.ts";
import { gateCloses, words } from "./words.ts";

initializeLogger({ pretty: false, level: "trace" });
const logger = log().child({ pid: process.pid });

await leak();
process.stdout.write(`${gateCloses}\n`);
quietOutput();
await leak();
process.exit(0);

async function leak(): Promise<void> {
  logger.info({ workspace: "maple-court", outcome: "dispatched", seconds: 95 }, "call ended");
  logger.warn({ reason: `transfer to ${words.number} not made` }, "problem");
  for (const error of errors()) {
    logger.error(error);
    logger.debug({ error }, "Unhandled promise rejection in job process");
  }
  logger.child({ "lk.pii.user_transcript": words.said }).debug("received user transcript");
  logger.info({ job: { id: "AJ_0123456789", room: { name: words.number } } }, "job");
  // oxlint-disable-next-line no-console -- as a package does
  console.warn("failed", new Error(words.said));
  process.stdout.write(`${words.said}\n`);
  await deepgramSays(JSON.stringify({ type: "Surprise", transcript: words.said }));
  await deepgramSays(`{"type":"Results","channel": ${words.said}`);
  await openAIDebugs();
}

function errors(): Error[] {
  const response = Response.json({ transcript: words.said }, { status: 400 });
  const request = new Request(`http://receiver.test/?name=${words.name}`, {
    method: "POST",
    body: words.said,
  });
  const refused = z
    .object({ unit: z.enum(["4A"]) })
    .safeParse({ unit: words.said, [words.name]: words.number });
  const api = APIError.generate(
    400,
    { error: { message: `Invalid content: ${words.said}`, code: "invalid" } },
    words.said,
    new Headers(),
  );
  return [
    api,
    new HTTPError(response, request, { method: "POST" } as never),
    ...(refused.error === undefined ? [] : [new Error(words.said, { cause: refused.error })]),
    chartError(),
  ];
}

function chartError(): Error {
  const told: Error[] = [];
  const broken = createMachine({
    on: {
      "stt.final": {
        actions: () => {
          throw new Error(`while hearing ${words.said}`);
        },
      },
    },
  });
  const actor = createActor(broken);
  actor.subscribe({ error: (error) => void told.push(error instanceof Error ? error : new Error("none")) });
  actor.start().send({ type: "stt.final", text: words.said });
  return told[0] ?? new Error("the chart did not break");
}

/** To the stock plugin, which a call does not use but which shows what a library may print, over a socket of this process. */
async function deepgramSays(message: string): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const plugin = new STT({ apiKey: "none", baseUrl: `ws://127.0.0.1:${port}` });
  plugin.on("error", ({ error }) => logger.error({ error }, "recognizer"));
  const stream = plugin.stream({ connOptions: { maxRetry: 0, retryIntervalMs: 0, timeoutMs: 1000 } });
  const [socket]: WebSocket[] = await once(server, "connection");
  // Once it listens, it sends.
  stream.pushFrame(new AudioFrame(new Int16Array(1600), 16_000, 1, 1600));
  if (socket) await once(socket, "message");
  socket?.send(message);
  await delay(100);
  stream.close();
  for (const client of server.clients) client.terminate();
  server.close();
}

/** As if whoever runs EMA wanted to know what the client sends. */
async function openAIDebugs(): Promise<void> {
  process.env["OPENAI_LOG"] = "debug";
  const providers = {
    deepgram: { apiKey: "none", url: "" },
    openai: { apiKey: "none", url: "http://127.0.0.1:9/v1", model: "gpt-4o", secondModel: "gpt-4o-mini" },
  };
  const clients = [
    openAIClient(providers),
    new OpenAI({ apiKey: "none", baseURL: providers.openai.url, maxRetries: 0 }),
  ];
  for (const client of clients)
    await client.chat.completions
      .create({ model: "gpt-4o", messages: [{ role: "user", content: words.said }] })
      .catch((error: unknown) => logger.error({ error }, "model"));
}
