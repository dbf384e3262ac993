/** A call in which the script answers: tool events move facts and stage as the chart would. */
import type { CallEvent, Facts, HazardCategory, Stage, ToolCall } from "#machines/call/types.ts";
import type { HistoryItem, Situation } from "#src/call/ports.ts";
import { createHazardRecognizer } from "#src/dialogue/hazards.ts";
import { scriptFromHistory } from "#src/dialogue/script-from-history.ts";
import { runTool } from "#src/dialogue/tools/run-tool.ts";
import { pack } from "./workspace.ts";

const hazardsIn = createHazardRecognizer(pack.hazards);
const everywhere = ["recordDetails", "reportHazard", "transferToHuman", "findProperty"];
const evacuating: readonly HazardCategory[] = ["gas", "carbonMonoxide", "fire", "collapse"];
const farthest = 5;

export interface ScriptedCall {
  facts: Facts;
  stage: Stage;
  events: CallEvent[];
  calls: ToolCall[];
  history: HistoryItem[];
  /** The call is over: ended, or with a human. */
  over: boolean;
  /** The tenant speaks; the answer is everything the agent says until it listens again. */
  says(text: string): string;
}

export function scriptedCall({
  callerNumber,
  tools,
}: { callerNumber?: string; tools?: string[] } = {}): ScriptedCall {
  const hazards: HazardCategory[] = [];
  let evacuated = false;
  const call: ScriptedCall = {
    facts: {},
    stage: "welcome",
    events: [],
    calls: [],
    history: [{ role: "agent", text: pack.phrases["greeting"] ?? "", interrupted: false }],
    over: false,
    says,
  };

  function says(text: string): string {
    if (call.over) throw new Error("The call is over");
    for (const hazard of hazardsIn(text)) if (!hazards.includes(hazard)) hazards.push(hazard);
    call.history.push({ role: "tenant", text });
    if (call.stage === "welcome") call.stage = "safetyCheck";
    if (!evacuated && hazards.some((hazard) => evacuating.includes(hazard))) {
      evacuated = true;
      call.stage = callerNumber === undefined ? "contact" : "closing";
    }
    const said: string[] = [];
    // The welcome reply is prepared before the turn is taken, as in the chart.
    let first = call.history.filter(({ role }) => role === "tenant").length === 1 && !evacuated;
    for (let round = 0; round < farthest; round += 1) {
      const asWelcome = first;
      first = false;
      const reply = scriptFromHistory(
        { situation: situation(asWelcome ? "welcome" : call.stage), history: call.history },
        pack,
      );
      if (reply.text === "") throw new Error("A reply without words");
      said.push(reply.text);
      const texts: HistoryItem = { role: "agent", text: reply.text, interrupted: false };
      call.history.push(texts);
      let followUp = false;
      for (const { name, arguments: given } of reply.toolCalls) {
        if (run({ id: `call-${call.calls.length}`, name, arguments: JSON.stringify(given) })) followUp = true;
      }
      if (!followUp || call.over) break;
      if (round === farthest - 1) throw new Error("The script follows up without end");
    }
    return said.join(" ");
  }

  function run(toolCall: ToolCall): boolean {
    call.calls.push(toolCall);
    const outcome = runTool(toolCall, situation(call.stage), pack, false);
    call.history.push({ role: "tool", call: toolCall, result: outcome.result });
    call.events.push(...outcome.events);
    for (const event of outcome.events) apply(event);
    return outcome.followUp;
  }

  function apply(event: CallEvent): void {
    if (event.type === "facts.recorded") call.facts = { ...call.facts, ...event.facts };
    if (event.type === "dispatch.requested" && call.facts.confirmed === true) call.stage = "dispatched";
    if (event.type === "call.endRequested" || event.type === "transfer.requested") call.over = true;
    while (isKnown(call.stage)) call.stage = following(call.stage);
    if (evacuated && call.facts.callbackNumber !== undefined) call.stage = "closing";
  }

  function isKnown(stage: Stage): boolean {
    const { facts } = call;
    if (evacuated) return false;
    if (stage === "safetyCheck") return facts.safe !== undefined || hazards.length > 0;
    if (stage === "problem") return facts.problem !== undefined;
    if (stage === "severity") return facts.severity !== undefined;
    if (stage === "location")
      return (facts.address !== undefined || facts.propertyId !== undefined) && facts.unit !== undefined;
    if (stage === "contact") return facts.callbackNumber !== undefined && facts.name !== undefined;
    return stage === "access" && facts.permissionToEnter !== undefined;
  }

  function situation(stage: Stage): Situation {
    const early = ["welcome", "safetyCheck", "problem", "dispatched", "closing"].includes(stage)
      ? ["endCall"]
      : [];
    const late = stage === "confirmation" ? ["requestDispatch"] : [];
    return {
      stage,
      facts: call.facts,
      expects: "open",
      tools: tools ?? [...everywhere, ...early, ...late],
      hazards,
      ...(callerNumber === undefined ? {} : { callerNumber }),
    };
  }

  return call;
}

const order: readonly Stage[] = [
  "safetyCheck",
  "problem",
  "severity",
  "location",
  "contact",
  "access",
  "confirmation",
];

function following(stage: Stage): Stage {
  return order[order.indexOf(stage) + 1] ?? stage;
}
