/** Reading back, correcting, and sending. */
import type { Facts } from "#machines/call/types.ts";
import { sayBack, sayNumber, sayUnit } from "./say.ts";
import { fill, type LineName, type Lines } from "./script-lines.ts";
import { changed, recording, replyWith, type ScriptReply, type ScriptTurn } from "./script-turn.ts";
import type { Disputable } from "./understanding/dispute.ts";
import type { Heard } from "./understanding/understand.ts";

const mostReadBacks = 3;

const askAgain = {
  callbackNumber: "number.ask",
  unit: "unit.ask",
  address: "location.ask",
  name: "name.ask",
  problem: "problem.again",
} as const satisfies Record<Disputable, LineName>;

/** `said`: what comes before the read-back; `learnt` is recorded with whatever is replied. */
export function confirmation(
  lines: Lines,
  turn: ScriptTurn,
  learnt: Facts,
  heard: Heard,
  said: readonly string[],
): ScriptReply {
  const times = turn.asked.confirm ?? 0;
  const known = { ...turn.facts, ...learnt };
  if (times === 0) {
    const readBack = fill(lines["confirm.full"], { summary: summaryOf(lines, known, known) });
    return replyWith(
      turn,
      [...said.filter((line) => line !== lines["ack.unclear"]), readBack],
      ...recording(turn, learnt),
    );
  }
  const news = changed(turn.facts, learnt);
  const summary = summaryOf(lines, known, lookedUp(turn) ? { ...news, address: known.address ?? "" } : news);
  const agrees = heard.yesNo === "yes" && summary === "" && heard.disputed === undefined;
  if (agrees || times >= mostReadBacks) return send(lines, turn, learnt, agrees);
  const calls = recording(turn, learnt);
  if (summary !== "") return replyWith(turn, [fill(lines["confirm.changed"], { summary })], ...calls);
  if (heard.disputed !== undefined)
    return replyWith(turn, [lines["ack.plain"], lines[askAgain[heard.disputed]]], ...calls);
  if (heard.yesNo === "no" && turn.pending === "confirm")
    return replyWith(turn, [lines["confirm.what"]], ...calls);
  return replyWith(turn, [...said, lines["confirm.again"]], ...calls);
}

function lookedUp(turn: ScriptTurn): boolean {
  return turn.callerText === "" && turn.toolResults.some(({ name }) => name === "findProperty");
}

function send(lines: Lines, turn: ScriptTurn, learnt: Facts, agreed: boolean): ScriptReply {
  const routine = (learnt.urgency ?? turn.facts.urgency) === "routine";
  const calls = recording(turn, { ...learnt, confirmed: true });
  if (!turn.tools.includes("requestDispatch"))
    return replyWith(turn, [lines["dispatched.failed"], lines["human.connecting"]], ...calls, {
      name: "transferToHuman",
      arguments: { reason: "nobody could be dispatched" },
    });
  const line = agreed ? (routine ? "dispatch.logging" : "dispatch.sending") : "dispatch.asHeard";
  return replyWith(turn, [lines[line]], ...calls, { name: "requestDispatch", arguments: {} });
}

/** A sentence for each of `parts` that is read back; unit and address are one sentence where both are. */
function summaryOf(lines: Lines, known: Facts, parts: Facts): string {
  const whole = parts === known;
  const unit = sayUnit(told(known.unit));
  const address = told(parts.address);
  const number = sayNumber(parts.callbackNumber ?? "");
  const problem = sayBack(told(parts.problem));
  const name = whole ? "" : told(parts.name);
  const changedUnit = told(parts.unit) === "" ? undefined : "confirm.unit";
  const names: (LineName | undefined)[] = [
    number === "" ? undefined : "confirm.number",
    address === "" ? changedUnit : unit === "" ? "confirm.address" : "confirm.unitAddress",
    problem === "" ? undefined : "confirm.problem",
    name === "" ? undefined : "confirm.name",
    whole ? undefined : entryLine(parts.permissionToEnter),
  ];
  return names
    .filter((line) => line !== undefined)
    .map((line) => fill(lines[line], { number, unit, address, problem, name }))
    .join(" ");
}

/** What the script filled in for want of an answer is not read back. */
function told(fact: string | undefined): string {
  return fact === undefined || /^(?:none|not given|not described)$/.test(fact) ? "" : fact;
}

function entryLine(permission: boolean | undefined): LineName | undefined {
  if (permission === undefined) return undefined;
  return permission ? "confirm.mayEnter" : "confirm.mayNotEnter";
}
