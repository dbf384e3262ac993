import { once } from "node:events";
import { initializeLogger } from "@livekit/agents";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WebSocketServer } from "ws";
import { DeepgramSTT } from "#src/voice/deepgram-stt.ts";
import { Recognizer } from "#src/voice/recognizer.ts";
import { clock } from "./sound.ts";

const frameBytes = 640;
let server: WebSocketServer;
let recognizer: Recognizer;
/** Of each message with audio, in frames; what each holds is the number of the frame that it begins with. */
let messages: { frames: number; first: number }[];
let pushed: number;

beforeEach(async () => {
  initializeLogger({ pretty: false, level: "fatal" });
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  messages = [];
  pushed = 0;
  server.on("connection", (socket) => {
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) messages.push({ frames: data.length / frameBytes, first: data.readInt16LE(0) });
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  recognizer = new Recognizer({
    clock,
    open: () =>
      new DeepgramSTT({ apiKey: "none", baseUrl: `ws://127.0.0.1:${address.port}`, vocabulary: [] }),
    transcribe: () => Promise.resolve(""),
  });
  recognizer.start(() => {});
});
afterEach(async () => {
  await recognizer.close();
  server.close();
});

function push(frames: number): void {
  for (let count = 0; count < frames; count++) recognizer.push(new Int16Array(320).fill(pushed++));
}

it("sends audio in messages of 100 ms while nobody speaks, and each frame at once while somebody does", async () => {
  push(12);
  await vi.waitFor(() => expect(messages).toHaveLength(2));
  recognizer.speechStarted();
  push(2);
  await vi.waitFor(() => expect(messages).toHaveLength(5));

  expect(messages).toEqual([
    { frames: 5, first: 0 },
    { frames: 5, first: 5 },
    { frames: 2, first: 10 },
    { frames: 1, first: 12 },
    { frames: 1, first: 13 },
  ]);
});

it("sends nothing twice over a connection that is opened anew", async () => {
  push(3);
  recognizer.speechStarted();
  recognizer.speechEnded();
  push(3);
  await vi.waitFor(() => expect(messages).toEqual([{ frames: 3, first: 0 }]));
  messages = [];
  recognizer.reopen();
  await vi.waitFor(() => expect(messages).toHaveLength(6));
  push(5);
  await vi.waitFor(() => expect(messages).toHaveLength(7));

  expect(messages.map(({ first }) => first)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
