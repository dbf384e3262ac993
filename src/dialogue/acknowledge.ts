/** The very short sentence before the next question: what was just heard decides which. */
import type { Facts } from "#machines/call/types.ts";
import { fill, type Lines } from "./script-lines.ts";
import { changed, type ScriptTurn } from "./script-turn.ts";
import type { Heard } from "./understanding/understand.ts";

export function acknowledge(lines: Lines, turn: ScriptTurn, heard: Heard): string {
  const news = changed(turn.facts, heard.facts);
  switch (heard.intent) {
    case "robot":
      return lines["aside.robot"];
    case "when":
      return lines["aside.when"];
    case "presence":
      return turn.stage === "welcome" ? lines["welcome.hello"] : lines["aside.here"];
    case "repeat":
      return lines["ack.repeat"];
    case "human":
    case "wrongNumber":
    case "hold":
    case "goodbye":
    case undefined:
    default:
      return fill(lineFor(lines, turn, news, heard), { name: news.name ?? "" });
  }
}

function lineFor(lines: Lines, turn: ScriptTurn, news: Facts, heard: Heard): string {
  if (news.safe === false) return lines["safety.danger"];
  if (turn.stage === "welcome") return lines[news.problem === undefined ? "welcome.hello" : "welcome.care"];
  if (isCorrection(turn.facts, news)) return lines["ack.changed"];
  if (news.problem !== undefined) return lines["ack.sorry"];
  if (news.name !== undefined) return lines["ack.name"];
  if (news.callbackNumber !== undefined || news.permissionToEnter !== undefined) return lines["ack.thanks"];
  if (news.safe === true) return lines["ack.good"];
  if (Object.keys(news).length > 0) return lines["ack.plain"];
  return heard.yesNo === "no" ? lines["ack.good"] : lines["ack.unclear"];
}

const correctable = ["problem", "address", "unit", "callbackNumber", "name"] as const;

function isCorrection(facts: Facts, news: Facts): boolean {
  return correctable.some((field) => facts[field] !== undefined && news[field] !== undefined);
}
