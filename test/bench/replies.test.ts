import { describe, expect, test } from "vitest";
import { type ChatRequest, chatRequestSchema } from "#src/local/chat-request.ts";
import { openers, replyText, replyTo, speakablePieces } from "./replies.ts";

const replies = (seed: number, length: "short" | "long"): string[] =>
  Array.from({ length: 40 }, (_, said) => replyText({ seed, length }, said));

test("a reply depends on the seed and on how much the caller has said, and on nothing else", () => {
  expect(replies(1, "short")).toEqual(replies(1, "short"));
  expect(replies(1, "short")).not.toEqual(replies(2, "short"));
  expect(new Set(replies(1, "short")).size).toBeGreaterThan(6);
});

test("every reply begins with a short sentence and ends in a question; long ones leave time to interrupt", () => {
  for (const reply of [...replies(1, "short"), ...replies(1, "long")]) {
    expect(openers).toContain(/^[^.?]*\./.exec(reply)?.[0]);
    expect(reply).toMatch(/\?$/);
  }
  for (const reply of replies(3, "long")) expect(reply.split(" ").length).toBeGreaterThan(20);
  for (const reply of replies(3, "short")) expect(reply.split(" ").length).toBeLessThan(13);
});

test("whatever a client makes of a reply's sentences was spoken beforehand", () => {
  const pieces = speakablePieces();
  for (const reply of replies(1, "long")) {
    const sentences = reply.split(/(?<=[.?]) /);
    expect(sentences).toHaveLength(3);
    expect(pieces).toEqual(
      expect.arrayContaining([
        reply,
        ...sentences,
        sentences.slice(0, 2).join(" "),
        sentences.slice(1).join(" "),
      ]),
    );
  }
});

describe("what the model notes", () => {
  const style = { seed: 1, length: "short", notes: { safe: true } } as const;
  const user = { role: "user", content: "Hello." };
  const noted = {
    role: "assistant",
    content: "Okay.",
    tool_calls: [{ id: "1", type: "function", function: { name: "recordDetails", arguments: "{}" } }],
  };
  const request = (messages: object[], tools: string[]): ChatRequest =>
    chatRequestSchema.parse({
      model: "gpt-4o",
      stream: true,
      messages,
      tools: tools.map((name) => ({ type: "function", function: { name } })),
    });
  const notes = [{ name: "recordDetails", arguments: { safe: true } }];

  test("comes with the first reply, once", () => {
    expect(replyTo(request([user], ["endCall", "recordDetails"]), style)).toEqual({
      text: replyText(style, 1),
      toolCalls: notes,
    });
    expect(replyTo(request([user, noted, user], ["recordDetails"]), style)).toEqual({
      text: replyText(style, 2),
      toolCalls: [],
    });
  });

  test("is nothing where the tool is not offered, or there is nothing to note", () => {
    expect(replyTo(request([user], ["endCall"]), style).toolCalls).toEqual([]);
    expect(replyTo(request([user], ["recordDetails"]), { seed: 1, length: "short" }).toolCalls).toEqual([]);
  });
});
