import { afterAll, beforeAll, expect, it } from "vitest";
import { median } from "#src/simulate/measure.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { parseScenario } from "#src/simulate/scenario.ts";
import type { Keyless } from "../../src/keyless.ts";
import { keylessEngines } from "./keyless.ts";

let keyless: Keyless;
beforeAll(async () => {
  keyless = await keylessEngines();
});
afterAll(() => keyless.close());

const call = (receiver: string) =>
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
    "receivers.test.ts",
  );

async function waits(receiver: string) {
  const { place, synthesize } = keyless;
  const { turns, webhooks, expectations } = await runScenario(call(receiver), { place, synthesize });
  const measured = turns.flatMap(({ measured_wait_ms: wait }) => (wait === undefined ? [] : [wait]));
  return {
    median: median(measured) ?? NaN,
    turns: measured.length,
    webhooks,
    passed: expectations.every(({ passed }) => passed),
  };
}

it("no turn waits for a webhook: whatever the receiver does, the caller waits as long", async () => {
  const [ok, slow, never, failing] = await Promise.all(["ok", "slow", "never", "failing-then-ok"].map(waits));
  if (!ok || !slow || !never || !failing) throw new Error("four runs give four results");
  for (const run of [ok, slow, never, failing]) expect(run).toMatchObject({ turns: 5, passed: true });
  for (const run of [slow, never, failing]) expect(run.median / ok.median).toBeLessThan(1.35);
  expect(never.webhooks).toEqual([]);
  expect(failing.webhooks.map(({ sequence }) => sequence)).toEqual(failing.webhooks.map((_, index) => index));
  expect(failing.webhooks.length).toBe(ok.webhooks.length);
});
