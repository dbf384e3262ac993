import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ScenarioReport } from "#src/simulate/report.ts";
import { median } from "#src/simulate/measure.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { loadScenario, parseScenario } from "#src/simulate/scenario.ts";
import type { Keyless } from "../../src/keyless.ts";
import { play } from "../faults/play.ts";
import { faults } from "../faults/table.ts";
import { billOf, mistakes } from "./bill.ts";
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

const callTo = (receiver: string) =>
  parseScenario(
    `
name: Receiver that is ${receiver}
workspace: maple-court
receiver: { behaviour: ${receiver} }
caller:
  number: "+15555550142"
  script:
    - say: A pipe burst under my kitchen sink.
    - say: Everyone is safe.
    - say: It is still running.
    - say: 42 Maple Street, unit 4B.
    - say: Yes, this number is fine.
    - hangUp: true
expect:
  - turns: { tenant: 5 }
`,
    "calls.test.ts",
  );

async function waits(receiver: string) {
  const { place, synthesize } = keyless;
  const { turns, webhooks, expectations } = await runScenario(callTo(receiver), { place, synthesize });
  const measured = turns.flatMap(({ measured_wait_ms: wait }) => (wait === undefined ? [] : [wait]));
  return {
    median: median(measured) ?? NaN,
    turns: measured.length,
    webhooks,
    passed: expectations.every(({ passed }) => passed),
  };
}

describe("a whole call on real audio", () => {
  // The longest first: so many are under way at once, and a long one that begins late is waited for alone.
  it.concurrent("no turn waits for a webhook: whatever the receiver does, the caller waits as long", async () => {
    const [ok, slow, never, failing] = await Promise.all(
      ["ok", "slow", "never", "failing-then-ok"].map(waits),
    );
    if (!ok || !slow || !never || !failing) throw new Error("four runs give four results");
    for (const run of [ok, slow, never, failing]) expect(run).toMatchObject({ turns: 5, passed: true });
    for (const run of [slow, never, failing]) expect(run.median / ok.median).toBeLessThan(1.35);
    expect(never.webhooks).toEqual([]);
    expect(failing.webhooks.map(({ sequence }) => sequence)).toEqual(
      failing.webhooks.map((_, index) => index),
    );
    expect(failing.webhooks.length).toBe(ok.webhooks.length);
  });

  it.concurrent.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    "%s",
    async (_, scenario) => {
      let asked: Awaited<ReturnType<Keyless["place"]>>["requests"] | undefined;
      const place: Keyless["place"] = async (setup) => {
        const call = await keyless.place(setup);
        asked = call.requests;
        return call;
      };
      const report = await runScenario(scenario, { place, synthesize: keyless.synthesize });
      expect(failures(report)).toEqual([]);
      expect(mistakes(report.usage, billOf(asked))).toEqual([]);
      expect(report.webhooks.map(({ sequence }) => sequence)).toEqual(
        report.webhooks.map((_, index) => index),
      );
      expect(report.webhooks.at(0)?.event_type).toBe("call_initiated");
      expect(report.webhooks.at(-1)?.event_type).toBe("call_ended");
    },
  );

  it.concurrent.each(faults.map((fault) => [fault.name, fault] as const))(
    "goes on although something fails: %s",
    async (_, fault) => {
      expect(failures(await play(fault, keyless))).toEqual([]);
    },
  );
});
