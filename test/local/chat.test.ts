import { llm } from "@livekit/agents";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import type { ChatReply } from "#src/local/chat-request.ts";
import type { LocalEngines } from "#src/local/server.ts";
import { startLocalEngines } from "#src/local/server.ts";
import { openBrain } from "./plugins.ts";

let engines: LocalEngines;
let reply: ChatReply = { text: "Is anyone in danger right now?", toolCalls: [] };
let calls = 0;

beforeAll(async () => {
  engines = await startLocalEngines({
    replyTo: (request) => {
      if (request.model === "broken") throw new Error("no reply");
      return reply;
    },
  });
});
afterAll(async () => engines.close());

function openCall(llmBehaviour: BehaviourInput["llm"] = {}) {
  calls += 1;
  const key = `chat-${calls}`;
  const call = engines.call(key);
  call.configure({ llm: { firstTokenMs: 20, perTokenMs: 2, ...llmBehaviour } });
  return { key, call, ...openBrain(engines, key) };
}

async function read(stream: llm.LLMStream) {
  const words: string[] = [];
  const toolCalls: { name: string; args: string }[] = [];
  let usage: llm.CompletionUsage | undefined;
  for await (const chunk of stream) {
    if (chunk.delta?.content) words.push(chunk.delta.content);
    for (const { name, args } of chunk.delta?.toolCalls ?? []) toolCalls.push({ name, args });
    usage ??= chunk.usage;
  }
  return { words, toolCalls, usage };
}

async function post(key: string, path: string, body: string) {
  const response = await fetch(`${engines.openaiUrl(key)}${path}`, { method: "POST", body });
  return { status: response.status, body: await response.json() };
}

test("text is streamed word by word, with usage at the end", async () => {
  const { call, ask } = openCall();
  const { words, usage } = await read(ask("There is a leak."));
  expect(words).toEqual(["Is ", "anyone ", "in ", "danger ", "right ", "now?"]);
  expect(usage).toMatchObject({ completionTokens: 6 });
  expect(call.requests.chat).toMatchObject([
    { outcome: "complete", body: { messages: [{ role: "user", content: "There is a leak." }] } },
  ]);
});

test("tool calls follow the text, their arguments in fragments", async () => {
  const { call, ask } = openCall();
  const severity = llm.tool({
    name: "record_severity",
    description: "Records how bad it is.",
    parameters: z.object({ severity: z.string(), reason: z.string() }),
    execute: async () => "ok",
  });
  reply = {
    text: "One moment.",
    toolCalls: [
      { name: "record_severity", arguments: { severity: "urgent", reason: "water through the ceiling" } },
      { name: "record_severity", arguments: { severity: "routine", reason: "a dripping tap" } },
    ],
  };
  const { words, toolCalls } = await read(ask("Hurry!", new llm.ToolContext([severity])));
  expect(words.join("")).toBe("One moment.");
  expect(toolCalls.map(({ name, args }) => [name, JSON.parse(args)])).toEqual(
    reply.toolCalls.map((call) => [call.name, call.arguments]),
  );
  expect(call.requests.chat[0]?.body?.tools?.map((tool) => tool.function.name)).toEqual(["record_severity"]);
  reply = { text: "Is anyone in danger right now?", toolCalls: [] };
});

test("a client that leaves stops the stream", async () => {
  const { call, ask } = openCall({ perTokenMs: 10_000 });
  const stream = ask("Are you there?");
  for await (const _chunk of stream) break;
  stream.close();
  await vi.waitFor(() => expect(call.requests.chat[0]?.outcome).toBe("aborted"));
});

test("closing a call ends its streams and forgets its key", async () => {
  const { key, call, ask, errors } = openCall({ firstTokenMs: 10_000 });
  const reading = read(ask("Are you there?"));
  await vi.waitFor(() => expect(call.requests.chat[0]?.body).toBeDefined());
  call.close();
  await reading;
  expect(errors).toHaveLength(1);
  expect((await post(key, "/chat/completions", "{}")).status).toBe(404);
});

describe("bad requests are refused in OpenAI's shape", () => {
  test.for([
    ["no JSON", "{", "We could not parse the JSON body of your request.", null],
    ["no messages", '{"model":"m","stream":true}', expect.any(String), "messages"],
    [
      "not streamed",
      '{"model":"m","messages":[{"role":"user"}]}',
      expect.stringContaining("stream: true"),
      "stream",
    ],
  ] as const)("%s", async ([, body, message, param]) => {
    const { key } = openCall();
    const error = { message, type: "invalid_request_error", param, code: null };
    expect(await post(key, "/chat/completions", body)).toEqual({ status: 400, body: { error } });
  });

  test("a reply that cannot be made is a status 500", async () => {
    const { key } = openCall();
    const body = JSON.stringify({
      model: "broken",
      stream: true,
      messages: [{ role: "user", content: "Hi" }],
    });
    const answer = await post(key, "/chat/completions", body);
    expect(answer).toMatchObject({
      status: 500,
      body: { error: { message: "no reply", type: "server_error" } },
    });
  });
});

test("prewarming finds the models", async () => {
  const { key } = openCall();
  const response = await fetch(`${engines.openaiUrl(key)}/models`);
  expect(await response.json()).toMatchObject({ object: "list" });
});

describe("faults", () => {
  test("status: the plugin sees it", async () => {
    const { ask, errors } = openCall({ faults: [{ kind: "status", status: 429 }] });
    await read(ask("Hello?"));
    expect(errors).toMatchObject([{ statusCode: 429 }]);
  });

  test("stall: nothing comes until the client leaves", async () => {
    const { call, ask } = openCall({ faults: [{ kind: "stall" }] });
    const stream = ask("Hello?");
    const reading = read(stream);
    await vi.waitFor(() => expect(call.requests.chat[0]?.body).toBeDefined());
    const { words } = await read(openCall().ask("Hello?"));
    expect(words.join("")).toBe(reply.text);
    stream.close();
    expect((await reading).words).toEqual([]);
    await vi.waitFor(() => expect(call.requests.chat[0]?.outcome).toBe("aborted"));
  });

  test.for(["drop", "malformed"] as const)(
    "%s: it breaks in the middle, and the next request works",
    async (kind) => {
      const { ask, errors } = openCall({ faults: [{ kind, to: 1 }] });
      const { words } = await read(ask("Hello?"));
      expect(words.join("")).toMatch(/^Is anyone .*[^?]$/);
      expect(errors).toHaveLength(1);
      expect((await read(ask("Hello?"))).words.join("")).toBe(reply.text);
    },
  );

  test("slow: the first token comes later by so much", async () => {
    const { ask } = openCall({ faults: [{ kind: "slow", ms: 200 }] });
    const askedAt = performance.now();
    await read(ask("Hello?"));
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(219);
  });
});
