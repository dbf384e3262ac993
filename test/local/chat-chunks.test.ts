import { expect, it } from "vitest";
import { cachedTokensOf, promptTokensOf } from "#src/local/chat-chunks.ts";
import { chatRequestSchema } from "#src/local/chat-request.ts";

const tool = (name: string) => ({ type: "function", function: { name } });
const request = (system: string, said: string, tools = [tool("recordDetails")], model = "gpt-4o") =>
  chatRequestSchema.parse({
    model,
    tools,
    stream: true,
    messages: [
      { role: "system", content: system },
      { role: "user", content: said },
    ],
  });
const long = "Be brief. ".repeat(600);

it("counts as cached what a prompt begins with as an earlier one did, in steps of 128 tokens", () => {
  const cached = cachedTokensOf(request(long, "Hello."), [request("Other.", "Hi."), request(long, "Help!")]);
  expect(cached % 128).toBe(0);
  expect(cached).toBeGreaterThan(promptTokensOf(request(long, "")) - 2 * 128);
  expect(cached).toBeLessThan(promptTokensOf(request(long, "Hello.")));
});

it("counts nothing of a short prompt, a first one, another model's, or one with other tools", () => {
  expect(cachedTokensOf(request("Be brief.", "Hello."), [request("Be brief.", "Hello.")])).toBe(0);
  expect(cachedTokensOf(request(long, "Hello."), [])).toBe(0);
  expect(cachedTokensOf(request(long, "Hello."), [request(long, "Hello.", [], "gpt-4o-mini")])).toBe(0);
  expect(cachedTokensOf(request(long, "Hello."), [request(long, "Hello.", [tool("endCall")])])).toBe(0);
});
