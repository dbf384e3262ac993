/** After somebody was set in motion: who it is, what else there is, and goodbye. */
import type { Facts } from "#machines/call/types.ts";
import { fill, type Lines } from "./script-lines.ts";
import { changed, recording, replyWith, type ScriptReply, type ScriptTurn } from "./script-turn.ts";
import { readDispatchResult } from "./tools/dispatch-result.ts";
import type { Heard } from "./understanding/understand.ts";
import { hear } from "./understanding/spoken.ts";

const mostAsked = 3;
const done =
  /^(?:no|nope|nah|none|nothing|that is (?:all|it|everything)|(?:ok|okay|great|good|perfect|all right|alright)? ?\|? ?(?:thank you|thanks)|i am (?:good|fine|all set)|all (?:good|set)|bye|goodbye|(?:ok|okay|great|perfect|all right|alright)$)\b/;

export function isDispatched({ stage, dispatched }: ScriptTurn): boolean {
  return dispatched || stage === "dispatched" || stage === "closing";
}

/** Says the result of `requestDispatch`, and promises nothing that is not in it. */
export function sayDispatched(lines: Lines, turn: ScriptTurn, result: string): ScriptReply {
  const outcome = readDispatchResult(result);
  if (outcome === undefined)
    return replyWith(turn, [lines["dispatched.failed"], lines["human.connecting"]], {
      name: "transferToHuman",
      arguments: { reason: "nobody could be dispatched" },
    });
  const told =
    outcome.kind === "logged"
      ? lines["dispatched.logged"]
      : fill(lines["dispatched.vendor"], { vendor: outcome.vendor, trade: turn.facts.trade ?? "" });
  return replyWith(turn, [told, lines["dispatched.anythingElse"]]);
}

export function afterDispatch(lines: Lines, turn: ScriptTurn, heard: Heard): ScriptReply {
  const times = turn.asked.anythingElse ?? 0;
  const { plain } = hear(turn.callerText);
  const again = lines["dispatched.anythingElseAgain"];
  if (done.test(plain) || heard.intent === "goodbye" || times >= mostAsked) return goodbye(lines, turn);
  switch (heard.intent) {
    case "when":
      return replyWith(turn, [lines["dispatched.when"], again]);
    case "presence":
    case "repeat":
      return replyWith(turn, [lines["aside.here"], again]);
    case "robot":
      return replyWith(turn, [lines["aside.robot"], again]);
    case "hold":
      return replyWith(turn, [lines["aside.wait"]]);
    case "human":
    case "wrongNumber":
    case undefined:
    default:
      return added(lines, turn, heard);
  }
}

function added(lines: Lines, turn: ScriptTurn, heard: Heard): ScriptReply {
  const words = turn.callerText.split(/\s+/).length;
  if (heard.yesNo === "yes" && words <= 3) return replyWith(turn, [lines["dispatched.goOn"]]);
  const learnt = changed(turn.facts, heard.facts);
  if (words < 2 && Object.keys(learnt).length === 0)
    return replyWith(turn, [lines["ack.unclear"], lines["dispatched.anythingElseAgain"]]);
  const noted: Facts =
    Object.keys(learnt).length > 0
      ? learnt
      : {
          accessNotes: [turn.facts.accessNotes, turn.callerText]
            .filter((note) => note !== undefined)
            .join("; "),
        };
  return replyWith(
    turn,
    [lines["dispatched.added"], lines["dispatched.anythingElseAgain"]],
    ...recording(turn, noted),
  );
}

function goodbye(lines: Lines, turn: ScriptTurn): ScriptReply {
  return replyWith(turn, [lines["closing.goodbye"]], { name: "endCall", arguments: { reason: "completed" } });
}
