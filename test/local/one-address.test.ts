import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { LocalEngines } from "#src/local/server.ts";
import { startLocalEngines } from "#src/local/server.ts";

const replyTo = () => ({ text: "Okay.", toolCalls: [] });
let engines: LocalEngines;
let withoutCalls: LocalEngines;

beforeAll(async () => {
  engines = await startLocalEngines({
    replyTo,
    callOf: ({ headers }) => String(headers["x-call"]),
  });
  withoutCalls = await startLocalEngines({ replyTo });
});
afterAll(async () => {
  await engines.close();
  await withoutCalls.close();
});

const ask = (port: number, call: string) =>
  fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: "POST",
    headers: { "x-call": call },
    body: JSON.stringify({ model: "gpt-4o", stream: true, messages: [{ role: "user", content: "Hello?" }] }),
  });

test("requests without a prefix belong to the call that is found for them", async () => {
  const [one, other] = [engines.call("call/one"), engines.call("call/other")];
  const response = await ask(engines.port, "call/one");
  expect(await response.text()).toContain("Okay.");
  expect([one.requests.chat.length, other.requests.chat.length]).toEqual([1, 0]);
});

test("a socket without a prefix belongs to the call that is found for it", async () => {
  const call = engines.call("spoken");
  const query = "model=nova-3&encoding=linear16&sample_rate=16000";
  const socket = new WebSocket(`ws://127.0.0.1:${engines.port}/v1/listen?${query}`, {
    headers: { "x-call": "spoken" },
  });
  await new Promise((resolve) => socket.once("open", resolve));
  expect(call.requests.listen).toHaveLength(1);
  socket.close();
});

test("a call that was never asked for has no engines", async () => {
  expect((await ask(engines.port, "unknown")).status).toBe(404);
});

test("without a way to find the call there is nothing at an address without a prefix", async () => {
  withoutCalls.call("");
  withoutCalls.call("undefined");
  expect((await ask(withoutCalls.port, "undefined")).status).toBe(404);
});
