/** Runs a tool that the model or the script called. Data in memory only: nothing here waits or fails. */
import type { z } from "zod";
import type { ToolCall } from "#machines/call/types.ts";
import type { Situation, ToolOutcome } from "#src/call/ports.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { toolNames, toolSchemas } from "./schemas.ts";
import { find } from "./find-property.ts";
import { record } from "./record-details.ts";
import { dispatch } from "./request-dispatch.ts";

/** `officeOpen`: the workspace's office is open now, which decides among its vendors. */
export function runTool(
  call: ToolCall,
  situation: Situation,
  { workspace }: Pick<Pack, "workspace">,
  officeOpen: boolean,
): ToolOutcome {
  const name = toolNames.find((known) => known === call.name);
  if (name === undefined) return refused(`There is no tool "${call.name}". Tools now: ${listed(situation)}.`);
  if (!situation.tools.includes(name))
    return refused(
      `${name} is not allowed now. Tools now: ${listed(situation)}. Go on with the present question.`,
    );
  const given = jsonOf(call.arguments);
  if (given === undefined) return refused(`${name}: the arguments are no JSON object. Call it again.`);
  const mend = (error: z.ZodError) =>
    refused(`${name}: ${mistakesIn(error)}. Call it again with that mended.`);

  switch (name) {
    case "recordDetails": {
      const { data, error } = toolSchemas.recordDetails.parameters.safeParse(given);
      return error === undefined ? record(data, situation, workspace) : mend(error);
    }
    case "findProperty": {
      const { data, error } = toolSchemas.findProperty.parameters.safeParse(given);
      return error === undefined
        ? find(data.query, data.unit ?? undefined, situation, workspace)
        : mend(error);
    }
    case "reportHazard": {
      const { data, error } = toolSchemas.reportHazard.parameters.safeParse(given);
      if (error !== undefined) return mend(error);
      return {
        result: "Reported. The caller hears the safety instruction now; do not give your own.",
        events: [{ type: "hazard.heard", category: data.category }],
        followUp: false,
      };
    }
    case "requestDispatch": {
      const { error } = toolSchemas.requestDispatch.parameters.safeParse(given);
      if (error !== undefined) return mend(error);
      if (situation.facts.confirmed !== true)
        return refused(
          "requestDispatch: nobody was notified, since the caller has not agreed with the read-back; record confirmed first.",
        );
      return dispatch(situation, workspace, officeOpen);
    }
    case "transferToHuman": {
      const { data, error } = toolSchemas.transferToHuman.parameters.safeParse(given);
      if (error !== undefined) return mend(error);
      return {
        result: "The caller is being put through.",
        events: [{ type: "transfer.requested", reason: data.reason }],
        followUp: false,
      };
    }
    case "endCall": {
      const { data, error } = toolSchemas.endCall.parameters.safeParse(given);
      if (error !== undefined) return mend(error);
      if (data.reason === "wrongNumber" && situation.facts.problem !== undefined)
        return refused(
          "endCall: this is no wrong number, a problem was reported. Go on with the present question.",
        );
      return {
        result: "The call ends after your words.",
        events: [{ type: "call.endRequested", reason: data.reason }],
        followUp: false,
      };
    }
  }
}

function refused(result: string): ToolOutcome {
  return { result, events: [], followUp: true };
}

function listed({ tools }: Situation): string {
  return tools.length === 0 ? "none" : tools.join(", ");
}

function jsonOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() === "" ? "{}" : text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Each mistake with its field, without the value: what a caller said stays out of it. */
function mistakesIn(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");
}
