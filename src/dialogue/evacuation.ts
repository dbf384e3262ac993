/** After gas, carbon monoxide, fire or collapse: get out, and a number to call back where none is known. Nothing else. */
import type { Facts } from "#machines/call/types.ts";
import { isDispatched } from "./aftermath.ts";
import type { Lines } from "./script-lines.ts";
import { recording, replyWith, type ScriptReply, type ScriptTurn } from "./script-turn.ts";
import { readDispatchResult } from "./tools/dispatch-result.ts";
import { hear } from "./understanding/spoken.ts";
import { telephoneDigits } from "./understanding/telephone.ts";
import type { Heard } from "./understanding/understand.ts";

const outside =
  /\b(?:outside|(?:got|am|are|is|everyone) out(?! of)|out of the (?:building|house|apartment)|across the street|we left|i left|in (?:the|my) car)\b/;
const endCall = { name: "endCall", arguments: { reason: "completed" } };
const mostAsked = 3;

export function evacuation(lines: Lines, turn: ScriptTurn, heard: Heard): ScriptReply {
  const sent = turn.toolResults.some(({ result }) => readDispatchResult(result) !== undefined);
  if (sent || isDispatched(turn))
    return replyWith(turn, [lines["evacuate.told"]], ...notes(turn, heard), endCall);
  const away = outside.test(hear(turn.callerText).plain);
  const brief = lines[away ? "evacuate.outside" : "evacuate.leave"];
  if (heard.partialNumber !== undefined)
    return replyWith(turn, [lines["number.goOn"]], ...notes(turn, heard));
  const reachable = numberOf(turn, heard) !== undefined;
  const mayAsk = turn.stage === "contact" && (turn.asked.number ?? 0) < mostAsked;
  if (!reachable && mayAsk) return replyWith(turn, [brief, lines["evacuate.number"]], ...notes(turn, heard));
  const dispatch = { name: "requestDispatch", arguments: {} };
  const last = turn.tools.includes("requestDispatch") ? dispatch : endCall;
  return replyWith(
    turn,
    [reachable && turn.stage === "contact" ? lines["evacuate.told"] : brief],
    ...notes(turn, heard),
    last,
  );
}

function notes(turn: ScriptTurn, heard: Heard): ScriptReply["toolCalls"] {
  const callbackNumber = numberOf(turn, heard);
  const learnt: Facts = { ...heard.facts, urgency: "lifeSafety" };
  return recording(turn, callbackNumber === undefined ? learnt : { ...learnt, callbackNumber });
}

function numberOf({ facts, callerNumber }: ScriptTurn, heard: Heard): string | undefined {
  const offered = callerNumber === undefined ? undefined : telephoneDigits(callerNumber);
  return heard.facts.callbackNumber ?? facts.callbackNumber ?? offered;
}
