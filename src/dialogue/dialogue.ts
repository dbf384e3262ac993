/** What to say: by the model, by the second one, or by the intake script when both are out of reach. Tools and hazards are the same. */
import type { Dialogue, ReplyPart } from "#src/call/ports.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { createHazardRecognizer } from "./hazards.ts";
import type { Model } from "./model.ts";
import { scriptFromHistory } from "./script-from-history.ts";
import { runTool } from "./tools/run-tool.ts";

export interface DialogueOptions {
  pack: Pack;
  model: Model;
  /** In the model's stead when it fails. */
  secondModel: Model;
  officeOpen: () => boolean;
}

export function createDialogue({ pack, model, secondModel, officeOpen }: DialogueOptions): Dialogue {
  const recognize = createHazardRecognizer(pack.hazards);
  let calls = 0;
  return {
    reply(request, signal) {
      if (request.brain === "script") return byScript(request);
      return request.brain === "model" ? model(request, signal) : secondModel(request, signal);
    },
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
