/** The tools in the form in which the LLM plugin wants them. They are run by the chart, not by the plugin. */
import { llm } from "@livekit/agents";
import { toolNames, toolSchemas } from "./schemas.ts";

/** Those of `names` that exist, sorted as they are listed, so that a request's prefix stays the same. */
export function toolDefinitions(names: readonly string[]): llm.ToolContextEntry[] {
  return toolNames
    .filter((name) => names.includes(name))
    .map((name) => llm.tool({ name, ...toolSchemas[name], execute: runByChart }));
}

function runByChart(): Promise<never> {
  return Promise.reject(new Error("Tools are run by the call's chart"));
}
