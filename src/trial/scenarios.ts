/** The scenarios that can be played from the dashboard. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { loadScenario, type Scenario } from "#src/simulate/scenario.ts";

export interface TrialScenario {
  /** The file's name without its ending. */
  id: string;
  scenario: Scenario;
}

/** Made to measure with, and no story to watch. */
const forTiming = new Set(["latency"]);

/** By their names. Throws `ScenarioError` for a file that is none. */
export function trialScenarios(folder: string): TrialScenario[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => ({ id: basename(file, ".yaml"), file: join(folder, file) }))
    .filter(({ id }) => !forTiming.has(id))
    .map(({ id, file }) => ({ id, scenario: loadScenario(file) }))
    .sort((one, other) => one.scenario.name.localeCompare(other.scenario.name));
}
