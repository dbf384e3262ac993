/** The intake script: carries a whole call without a model. Pure: the same turn gets the same reply. */
import { acknowledge } from "./acknowledge.ts";
import { afterDispatch, isDispatched, sayDispatched } from "./aftermath.ts";
import { ask, askedOften, defaultFor } from "./ask.ts";
import { confirmation } from "./confirmation.ts";
import { evacuation } from "./evacuation.ts";
import { afterLookUp, looksUp } from "./look-up.ts";
import { evacuates, nextMissing } from "./missing.ts";
import { createQuestionFinder, type Question, type QuestionFinder } from "./questions.ts";
import { checkedLines, type Lines } from "./script-lines.ts";
import { recording, replyWith, type ScriptReply, type ScriptTurn } from "./script-turn.ts";
import { understand, type Heard } from "./understanding/understand.ts";
import type { Facts } from "#machines/call/types.ts";

export interface Script {
  nextTurn(turn: ScriptTurn): ScriptReply;
  questionIn: QuestionFinder;
}

/** Throws, naming them, when lines are missing. */
export function createScript(script: Readonly<Record<string, string>>): Script {
  const lines = checkedLines(script);
  return { nextTurn: (turn) => nextTurn(lines, turn), questionIn: createQuestionFinder(lines) };
}

function nextTurn(lines: Lines, turn: ScriptTurn): ScriptReply {
  const heard = understand(turn.callerText, {
    asked: turn.pending ?? expectedQuestion(turn),
    facts: turn.facts,
    partialNumber: turn.partialNumber,
    callerNumber: turn.callerNumber,
    properties: turn.workspace.properties,
    trades: turn.workspace.vendors.map((vendor) => vendor.trade),
  });
  if (evacuates(turn.hazards)) return evacuation(lines, turn, heard);
  if (turn.callerText === "") return afterTools(lines, turn);
  if (heard.intent === "human") return toHuman(lines, turn, heard);
  if (isDispatched(turn)) return afterDispatch(lines, turn, heard);
  if (heard.intent === "wrongNumber" && turn.facts.problem === undefined && turn.tools.includes("endCall"))
    return replyWith(turn, [lines["wrongNumber.friendly"]], {
      name: "endCall",
      arguments: { reason: "wrongNumber" },
    });
  return intake(lines, turn, heard);
}

/** What a model in its own words will have asked for in this stage. A read-back is never taken for granted. */
function expectedQuestion({ stage, facts, hazards, callerNumber }: ScriptTurn): Question | undefined {
  if (stage === "welcome" || evacuates(hazards)) return undefined;
  if (stage === "dispatched" || stage === "closing") return "anythingElse";
  const missing = nextMissing(facts, hazards);
  switch (missing) {
    case undefined:
    case "confirmed":
      return undefined;
    case "safe":
      return "safety";
    case "address":
      return "location";
    case "callbackNumber":
      return callerNumber === undefined ? "number" : "numberOffer";
    case "permissionToEnter":
      return "permission";
    case "problem":
    case "severity":
    case "unit":
    case "name":
      return missing;
  }
}

function afterTools(lines: Lines, turn: ScriptTurn): ScriptReply {
  const dispatch = turn.toolResults.findLast(({ name }) => name === "requestDispatch");
  if (dispatch !== undefined) return sayDispatched(lines, turn, dispatch.result);
  const lookUp = turn.toolResults.findLast(({ name }) => name === "findProperty");
  if (lookUp === undefined) return goOn(lines, turn, {}, { facts: {} }, []);
  const { learnt, sentences, asksItself } = afterLookUp(lines, turn, lookUp);
  if (asksItself) return replyWith(turn, sentences, ...recording(turn, learnt));
  return goOn(lines, turn, learnt, { facts: learnt }, sentences);
}

function intake(lines: Lines, turn: ScriptTurn, heard: Heard): ScriptReply {
  const learnt = withUrgency(turn, heard.facts);
  if (heard.partialNumber !== undefined)
    return replyWith(
      turn,
      [heard.partialNumber.length === 7 ? lines["number.areaCode"] : lines["number.goOn"]],
      ...recording(turn, learnt),
    );
  if (heard.intent === "hold") return replyWith(turn, [lines["aside.wait"]], ...recording(turn, learnt));
  const query = looksUp(turn, learnt);
  if (query !== undefined) {
    const { address: _, unit: __, ...others } = learnt;
    const opening = turn.stage === "welcome" ? acknowledge(lines, turn, heard) : "";
    return replyWith(turn, [opening, lines["location.finding"]], ...recording(turn, others), {
      name: "findProperty",
      arguments: query,
    });
  }
  return goOn(lines, turn, learnt, heard, [acknowledge(lines, turn, heard)]);
}

/** Records what was learnt and asks for the next thing that is missing, or reads everything back. */
function goOn(lines: Lines, turn: ScriptTurn, learnt: Facts, heard: Heard, sentences: string[]): ScriptReply {
  const facts = { ...learnt };
  const said = [...sentences];
  for (;;) {
    const known = { ...turn.facts, ...facts };
    const missing = nextMissing(known, turn.hazards);
    if (missing === undefined || missing === "confirmed")
      return confirmation(lines, turn, facts, heard, said);
    if (!askedOften(missing, turn)) {
      const declined = turn.pending === "numberOffer" && heard.yesNo === "no";
      const question = ask(lines, turn, { missing, facts: known, declined });
      return replyWith(turn, [...said, question], ...recording(turn, facts));
    }
    const instead = defaultFor(missing, turn);
    if (instead === undefined) return withoutNumber(lines, turn, facts, said);
    said.splice(0, said.length, missing === "safe" ? lines["safety.unsure"] : lines["ack.good"]);
    Object.assign(facts, instead);
  }
}

/** Nobody could call back: a person has to take over. */
function withoutNumber(lines: Lines, turn: ScriptTurn, facts: Facts, said: string[]): ScriptReply {
  const calls = recording(turn, facts);
  return turn.tools.includes("transferToHuman")
    ? replyWith(turn, [lines["human.connecting"]], ...calls, {
        name: "transferToHuman",
        arguments: { reason: "no number to call back" },
      })
    : replyWith(turn, [...said, lines["number.skipped"], lines["number.last"]], ...calls);
}

function toHuman(lines: Lines, turn: ScriptTurn, heard: Heard): ScriptReply {
  const learnt = withUrgency(turn, heard.facts);
  if (turn.tools.includes("transferToHuman"))
    return replyWith(turn, [lines["human.connecting"]], ...recording(turn, learnt), {
      name: "transferToHuman",
      arguments: { reason: "the caller asked for a person" },
    });
  const unavailable = [lines["human.unavailable"]];
  return isDispatched(turn)
    ? replyWith(turn, [...unavailable, lines["dispatched.anythingElse"]], ...recording(turn, learnt))
    : goOn(lines, turn, learnt, heard, unavailable);
}

function withUrgency(turn: ScriptTurn, learnt: Facts): Facts {
  return turn.hazards.length > 0 && learnt.urgency !== undefined
    ? { ...learnt, urgency: "lifeSafety" }
    : learnt;
}
