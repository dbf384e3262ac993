/** GPT-4o's side of the wire: follows the plan's answers, and fails as the plan's faults say. */
import { z } from "zod";
import { chunk, line } from "../machines/runtime/provider.ts";
import type { Answer, FaultNow, Pace } from "./plan.ts";
import type { Body, Request } from "./provider.ts";

const encoder = new TextEncoder();

const asked = z.object({
  model: z.string(),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
});

/** What a helpful model records, in the order in which it would learn it. */
const learns = [
  '{"safe":true}',
  '{"problem":"the kitchen faucet leaks","trade":"plumbing","urgency":"emergency"}',
  '{"severity":"dripping"}',
  '{"address":"42 Maple Street","unit":"4B"}',
  '{"name":"Dana Reyes","callbackNumber":"5555550142"}',
  '{"permissionToEnter":true}',
  '{"confirmed":true}',
];

/** Each sentence has a number of its own, so that one which is said twice, or not at all, is noticed. */
export const sentenceNumber = /\bitem (\d+) is noted\b/g;

export interface ModelSide {
  answers: readonly Answer[];
  pace: Pace;
  faults: FaultNow;
  sleep: (ms: number) => Promise<void>;
}

/** Both models follow the same answers; each fails by itself. */
export function modelSide({ answers, pace, faults, sleep }: ModelSide) {
  let requests = 0;
  let learnt = 0;
  let sentences = 0;
  let tools = 0;
  const opening = ["", "Thank you for that, ", "All right. ", "I see, thank you; "] as const;
  const sentence = () => `${opening[sentences++ % opening.length]}item ${sentences} is noted. `;

  function helpful(offered: readonly string[]): Extract<Answer, { kind: "says" }> {
    const call = (name: string, given: string) => ({ name, arguments: given });
    const tools = [];
    const next = learns[learnt];
    if (next !== undefined && offered.includes("recordDetails")) {
      learnt++;
      tools.push(call("recordDetails", next));
    } else if (offered.includes("requestDispatch")) tools.push(call("requestDispatch", "{}"));
    else if (next === undefined && offered.includes("endCall") && requests % 2 === 0)
      tools.push(call("endCall", '{"reason":"completed"}'));
    return { kind: "says", sentences: 1, tools };
  }

  async function write(body: Body, { sentences: count, tools: calls }: Extract<Answer, { kind: "says" }>) {
    for (let said = 0; said < count; said++)
      for (const word of sentence().split(/(?<= )/)) {
        if (body.gone) return;
        body.write(chunk({ content: word }));
        await sleep(pace.tokenMs);
      }
    for (const [index, { name, arguments: given }] of calls.entries()) {
      const id = `tool-${++tools}`;
      const called = { index, id, type: "function", function: { name, arguments: given } };
      body.write(chunk({ tool_calls: [called] }));
      await sleep(pace.tokenMs);
    }
  }

  return async (request: Request): Promise<void> => {
    const { model, tools: offers } = asked.parse(request.body);
    const fault = faults(model === "gpt-4o" ? "model" : "secondModel");
    const offered = offers.map((tool) => tool.function.name);
    const planned = answers[requests++] ?? { kind: "helpful" };
    const answer = planned.kind === "helpful" ? helpful(offered) : planned;
    if (fault === "never") return;
    await sleep(pace.firstTokenMs);
    if (fault === "status") return request.refuse(500);
    if (fault === "slow") await sleep(7000);
    const body = request.open();
    if (fault === "malformed") body.write(encoder.encode('data: {"choices": [{"del\n\n'));
    else if (fault === "toolStorm")
      await write(body, {
        kind: "says",
        sentences: 0,
        tools: Array.from({ length: 12 }, () => ({ name: "recordDetails", arguments: '{"safe":true}' })),
      });
    else if (fault === "unknownTool")
      await write(body, { kind: "says", sentences: 0, tools: [{ name: "orderPizza", arguments: "{}" }] });
    else if (fault !== "empty") await write(body, fault === undefined ? answer : { ...answer, tools: [] });
    if (fault === "stall") return;
    if (fault === "drop") return body.drop();
    body.write(chunk({}, answer.tools.length > 0 ? "tool_calls" : "stop"));
    body.write(line("[DONE]"));
    body.end();
  };
}
