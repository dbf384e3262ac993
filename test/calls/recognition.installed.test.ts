import { afterAll, beforeAll, expect, it } from "vitest";
import { linesOf } from "#src/simulate/caller-schema.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { loadScenario } from "#src/simulate/scenario.ts";
import type { Keyless } from "../../src/keyless.ts";
import { keylessEngines } from "./keyless.ts";

const scenario = loadScenario("test/calls/burst-pipe.yaml");
let keyless: Keyless;
beforeAll(async () => {
  keyless = await keylessEngines(linesOf(scenario.caller));
});
afterAll(() => keyless.close());

it("a whole call whose words are recognized from its audio ends in a dispatch to the right unit", async () => {
  const { place, synthesize } = keyless;
  const report = await runScenario(scenario, { place, synthesize });
  expect(report).toMatchObject({
    outcome: "dispatched",
    facts: { trade: "plumbing", unit: "4B", safe: true },
  });
});
