import { initializeLogger } from "@livekit/agents";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type ReplyPart, ReplyFailed } from "#src/call/ports.ts";
import { createModel } from "#src/dialogue/model.ts";
import { chance, garbled, mutated, secret } from "../voice/fuzz.ts";
import { type NonsenseServer, sendPieces, serveNonsense } from "../voice/fuzz-server.ts";
import { openAIAt } from "../voice/provider-faults.ts";
import { never } from "../voice/sound.ts";
import { anyRequest } from "./any-request.ts";
import { pack } from "./workspace.ts";

initializeLogger({ pretty: false, level: "silent" });

const seeds = Array.from({ length: 80 }, (_, seed) => seed + 1);

const chunk = (delta: object, finish_reason: string | null = null) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "gpt-4o",
  choices: [{ index: 0, delta, logprobs: null, finish_reason }],
});
const call = (fields: object) => ({ tool_calls: [{ index: 0, ...fields }] });
const chunks: readonly object[] = [
  chunk({ role: "assistant", content: secret }),
  chunk({ content: ` ${secret}.` }),
  chunk(call({ id: "call_1", type: "function", function: { name: "endCall", arguments: "" } })),
  chunk(call({ function: { arguments: `{"reason":"${secret}"}` } })),
  chunk({}, "tool_calls"),
  { ...chunk({}), choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } },
];

/** The reply's stream with one thing wrong, or several. */
function stream(seed: number): Buffer {
  const random = chance(seed);
  let events: unknown[] = [...chunks];
  for (let left = random.below(3); left > 0; left--) {
    const at = random.below(events.length);
    events = events.with(at, mutated(events[at], random));
  }
  if (random.below(4) === 0) events = events.slice(0, random.below(events.length));
  const text = [...events.map((event) => JSON.stringify(event)), "[DONE]"]
    .map((data) => `data: ${data}\n\n`)
    .join("");
  return random.below(3) === 0 ? garbled(text, random) : Buffer.from(text);
}

let vendor: NonsenseServer;
beforeAll(async () => {
  vendor = await serveNonsense({
    answer: (path, response) => {
      const seed = Number(path.split("/")[1]);
      sendPieces(response, "text/event-stream", stream(seed), chance(seed));
    },
  });
});
afterAll(() => vendor.close());

async function outcome(parts: AsyncIterable<ReplyPart>): Promise<string> {
  try {
    for await (const part of parts)
      if (part.type === "text" ? typeof part.text !== "string" : typeof part.call.arguments !== "string")
        return `a strange ${part.type}`;
    return "fine";
  } catch (error) {
    const told = error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : "";
    return error instanceof ReplyFailed && !told.includes(secret) ? error.reason : String(error);
  }
}

it("the model makes a reply of any stream, or fails in a few words, and prints nothing of it", async () => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  const outcomes = await Promise.all(
    seeds.map((seed) => {
      const client = openAIAt(`${vendor.http}/${seed}`);
      return outcome(createModel({ client, model: "gpt-4o", pack, timeoutMs: 10_000 })(anyRequest, never));
    }),
  );
  expect([...new Set(outcomes)].sort()).toEqual(["connection", "cut off", "fine", "malformed"]);
  expect(printed).not.toHaveBeenCalled();
});
