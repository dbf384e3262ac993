import { initializeLogger } from "@livekit/agents";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReplyPart } from "#src/call/ports.ts";
import { createModel } from "#src/dialogue/model.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { faultyProvider, openAIAt, providerFaults } from "../voice/provider-faults.ts";
import { never } from "../voice/sound.ts";
import { anyRequest } from "./any-request.ts";
import { pack } from "./workspace.ts";

initializeLogger({ pretty: false, level: "fatal" });

const reply = "I see what you mean. Is anybody hurt?";
let engines: LocalEngines;
beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: () => ({ text: reply, toolCalls: [] }) });
});
afterAll(() => engines.close());

const modelAt = (openai: string, timeoutMs: number, model = "gpt-4o") =>
  createModel({ client: openAIAt(openai), model, pack, timeoutMs });

async function read(parts: AsyncIterable<ReplyPart>): Promise<string> {
  let text = "";
  for await (const part of parts) if (part.type === "text") text += part.text;
  return text;
}

const impatient = 200;
/** A stall in the middle is one only where the beginning was in time. */
const timeouts = { first: impatient, middle: 1000, never: 10_000 };

describe.concurrent("the model", () => {
  it.each(providerFaults)("ends $name in a short code", async (fault) => {
    const { openai } = faultyProvider(engines, "llm", fault);
    const model = modelAt(openai, timeouts[fault.late ?? "never"]);
    await expect(read(model(anyRequest, never))).rejects.toMatchObject({
      name: "ReplyFailed",
      reason: fault.reason,
    });
  });

  it.each(providerFaults.filter(({ late }) => late))(
    "waits for $name as long as it is told",
    async (fault) => {
      const ended: string[] = [];
      const ask = async (name: string, ms: number) => {
        const { openai } = faultyProvider(engines, "llm", fault);
        await read(modelAt(openai, ms)(anyRequest, never)).catch(() => ended.push(name));
      };
      await Promise.all([ask("patient", 4 * impatient), ask("impatient", impatient)]);
      expect(ended).toEqual(["impatient", "patient"]);
    },
  );

  it("is another one's stand-in at the same address", async () => {
    const call = engines.call("two models");
    call.configure({ llm: { firstTokenMs: 0, faults: [{ kind: "status", status: 429, model: "gpt-4o" }] } });
    const at = engines.openaiUrl("two models");
    await expect(read(modelAt(at, 10_000)(anyRequest, never))).rejects.toMatchObject({
      reason: "status 429",
    });
    expect(await read(modelAt(at, 10_000, "gpt-4o-mini")(anyRequest, never))).toBe(reply);
  });

  it("ends silently when its reply is no longer wanted", async () => {
    engines.call("unwanted").configure({ llm: { faults: [{ kind: "stallMidway" }] } });
    const unwanted = new AbortController();
    let text = "";
    for await (const part of modelAt(engines.openaiUrl("unwanted"), 10_000)(anyRequest, unwanted.signal)) {
      if (part.type === "text") text += part.text;
      unwanted.abort();
    }
    expect(reply.startsWith(text)).toBe(true);
    expect(text).not.toBe("");
  });
});
