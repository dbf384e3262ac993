/** Which sentence asks for a missing fact: a first time, again in other words, and how often at most. */
import type { Facts } from "#machines/call/types.ts";
import type { MissingFact } from "./missing.ts";
import type { Question } from "./questions.ts";
import { sayUnit } from "./say.ts";
import { fill, type LineName, type Lines } from "./script-lines.ts";
import type { ScriptTurn } from "./script-turn.ts";
import { telephoneDigits } from "./understanding/telephone.ts";

type Asked = Exclude<MissingFact, "confirmed">;

const questionsFor = {
  safe: "safety",
  problem: "problem",
  severity: "severity",
  address: "location",
  unit: "unit",
  callbackNumber: "number",
  name: "name",
  permissionToEnter: "permission",
} as const satisfies Record<Asked, Question>;

/** Who is hurt, where they are and how to reach them is asked three times, everything else twice. */
const mostAsked: Readonly<Record<Asked, number>> = {
  safe: 3,
  problem: 2,
  severity: 2,
  address: 3,
  unit: 2,
  callbackNumber: 3,
  name: 2,
  permissionToEnter: 2,
};

/** What the script goes on with when a question was asked often enough. `undefined`: there is nothing to go on with. */
export function defaultFor(missing: Asked, turn: ScriptTurn): Facts | undefined {
  switch (missing) {
    case "safe":
      return { safe: false };
    case "problem":
      return { problem: "not described" };
    case "severity":
      return { severity: "not described" };
    case "address":
      return { address: "not given" };
    case "unit":
      return { unit: "not given" };
    case "callbackNumber":
      return turn.callerNumber === undefined
        ? undefined
        : { callbackNumber: telephoneDigits(turn.callerNumber) };
    case "name":
      return { name: "not given" };
    case "permissionToEnter":
      return { permissionToEnter: false };
  }
}

export function askedOften(missing: Asked, turn: ScriptTurn): boolean {
  const offered = missing === "callbackNumber" ? (turn.asked.numberOffer ?? 0) : 0;
  return (turn.asked[questionsFor[missing]] ?? 0) + offered >= mostAsked[missing];
}

export interface Asking {
  missing: Asked;
  facts: Facts;
  /** The number that was offered was not wanted. */
  declined: boolean;
}

export function ask(lines: Lines, turn: ScriptTurn, { missing, facts, declined }: Asking): string {
  const line = lineFor(turn, missing, facts, declined);
  return fill(lines[line], facts.unit === undefined ? {} : { unit: sayUnit(facts.unit) });
}

function lineFor(turn: ScriptTurn, missing: Asked, facts: Facts, declined: boolean): LineName {
  const times = turn.asked[questionsFor[missing]] ?? 0;
  switch (missing) {
    case "safe":
      return pick(["safety.ask", "safety.again", "safety.last"], times);
    case "problem":
      return pick(["problem.ask", "problem.again"], times);
    case "severity":
      return times > 0 ? "severity.again" : severityLine(facts.trade);
    case "address":
      return pick(["location.ask", "location.again", "location.last"], times);
    case "unit":
      return pick(["unit.ask", "unit.again"], times);
    case "callbackNumber": {
      const offers = turn.asked.numberOffer ?? 0;
      if (turn.callerNumber !== undefined && !declined && times === 0 && offers < 2)
        return pick(["number.offer", "number.offerAgain"], offers);
      return pick(["number.ask", "number.again", "number.last"], times);
    }
    case "name":
      return pick(["name.ask", "name.again"], times);
    case "permissionToEnter":
      return pick(["permission.ask", "permission.again"], times);
  }
}

function pick(lines: readonly [LineName, ...LineName[]], times: number): LineName {
  return lines[Math.min(times, lines.length - 1)] ?? lines[0];
}

function severityLine(trade: string | undefined): LineName {
  switch (trade) {
    case "plumbing":
      return "severity.plumbing";
    case "heating":
    case "cooling":
      return "severity.heating";
    case "electrical":
      return "severity.electrical";
    case "locksmith":
      return "severity.locksmith";
    case undefined:
    default:
      return "severity.general";
  }
}
