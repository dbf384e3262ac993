import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ScenarioReport } from "#src/simulate/report.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { loadScenario } from "#src/simulate/scenario.ts";
import type { Keyless } from "../../src/keyless.ts";
import { keylessEngines } from "./keyless.ts";

const folder = "test/calls";
const scenarios = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => loadScenario(`${folder}/${file}`));

let keyless: Keyless;
beforeAll(async () => {
  keyless = await keylessEngines();
});
afterAll(() => keyless.close());

/** What is judged on a busy machine: everything but the milliseconds. */
const failures = ({ expectations }: ScenarioReport) =>
  expectations
    .filter(({ passed, timing }) => !passed && !timing)
    .map(({ expectation, detail }) => `${expectation}: ${detail}`);

describe("a whole call on real audio", () => {
  it.concurrent.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    "%s",
    async (_, scenario) => {
      const { place, synthesize } = keyless;
      const report = await runScenario(scenario, { place, synthesize });
      expect(failures(report)).toEqual([]);
      expect(report.webhooks.map(({ sequence }) => sequence)).toEqual(
        report.webhooks.map((_, index) => index),
      );
      expect(report.webhooks.at(0)?.event_type).toBe("call_initiated");
      expect(report.webhooks.at(-1)?.event_type).toBe("call_ended");
    },
  );
});
