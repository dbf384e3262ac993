/**
 * A reply that is asked of nobody. The first one of a process takes a tenth of a second more, for all that is loaded and
 * compiled on its way: no caller shall wait for that.
 */
import { OpenAI } from "openai";
import type { Pack } from "#src/workspaces/pack.ts";
import { createModel } from "./model.ts";
import { toolNames } from "./tools/schemas.ts";

/** Needs the agents' logger to be there. Throws when the plugin no longer understands what a vendor answers. */
export async function rehearseReply(pack: Pack): Promise<void> {
  const client = new OpenAI({
    apiKey: "none",
    baseURL: "http://nowhere.invalid/v1",
    maxRetries: 0,
    logLevel: "off",
    fetch: async () => new Response(answer, { headers: { "content-type": "text/event-stream" } }),
  });
  const model = createModel({ client, model: "rehearsal", pack, timeoutMs: 1000 });
  const parts = model(
    {
      brain: "model",
      situation: { stage: "problem", facts: {}, expects: "story", hazards: [], tools: toolNames },
      history: [{ role: "tenant", text: "A pipe burst." }],
    },
    new AbortController().signal,
  );
  for await (const part of parts) void part;
}

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const call = {
  index: 0,
  id: "call_1",
  type: "function",
  function: { name: "recordDetails", arguments: "{}" },
};
const answer = [
  chunk({ content: "Okay." }),
  chunk({ tool_calls: [call] }),
  chunk({}, "tool_calls"),
  "data: [DONE]\n\n",
].join("");
