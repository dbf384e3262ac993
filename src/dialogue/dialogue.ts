/** What to say: by the model, or by the intake script when the model is out of reach. Tools and hazards are the same. */
import type { Dialogue, ReplyPart } from "#src/call/ports.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { createHazardRecognizer } from "./hazards.ts";
import type { Model } from "./model.ts";
import { scriptFromHistory } from "./script-from-history.ts";
import { runTool } from "./tools/run-tool.ts";

export interface DialogueOptions {
  pack: Pack;
  model: Model;
  officeOpen: () => boolean;
}

export function createDialogue({ pack, model, officeOpen }: DialogueOptions): Dialogue {
  const recognize = createHazardRecognizer(pack.hazards);
  let calls = 0;
  return {
    reply: (request, signal) => (request.brain === "model" ? model(request, signal) : byScript(request)),
    runTool: async (call, situation) => runTool(call, situation, pack, officeOpen()),
    hazardsIn: recognize,
  };

  async function* byScript(request: Parameters<Dialogue["reply"]>[0]): AsyncGenerator<ReplyPart> {
    const { text, toolCalls } = scriptFromHistory(request, pack);
    if (text !== "") yield { type: "text", text };
    for (const { name, arguments: given } of toolCalls)
      yield { type: "toolCall", call: { id: `script-${++calls}`, name, arguments: JSON.stringify(given) } };
  }
}
