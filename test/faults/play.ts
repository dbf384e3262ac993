/** Plays a fault of the table as a whole call: real audio, the real plugins, the vendors' wire protocols. */
import { stringify } from "yaml";
import type { ScenarioReport } from "#src/simulate/report.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { parseScenario, type Scenario } from "#src/simulate/scenario.ts";
import type { Keyless } from "../../src/keyless.ts";
import type { Fault } from "./table.ts";

const number = "+15555550142";

export function scenarioOf({ name, engines, line, caller, reported, expect }: Fault): Scenario {
  const told = reported === "nothing" ? [] : [{ webhooks: { contains: [reported], complete: true } }];
  const scenario = {
    name,
    workspace: "maple-court",
    engines,
    ...(line === undefined ? {} : { line }),
    caller: { number, ...caller },
    limitMs: 90_000,
    expect: [...expect, ...told, { silentAtMost: { ms: 3000 } }],
  };
  return parseScenario(stringify(scenario), name);
}

export const play = (fault: Fault, { place, synthesize }: Keyless): Promise<ScenarioReport> =>
  runScenario(scenarioOf(fault), { place, synthesize });
