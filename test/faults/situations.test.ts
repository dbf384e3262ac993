/** Each situation of the table, in virtual time: nothing is broken, and nobody waits longer than is promised. */
import { expect, it, vi } from "vitest";
import { promisedSilenceMs } from "../chaos/arguments.ts";
import { run } from "../chaos/run.ts";
import { situations } from "./situations.ts";

vi.setConfig({ testTimeout: 60_000 });

it.each(situations)("$name", async ({ plan }) => {
  const { broken, outcome, turns, silence } = await run(plan, { silenceMs: promisedSilenceMs });
  expect(broken).toEqual({});
  expect(outcome).toBeDefined();
  expect(turns).toBeGreaterThan(0);
  expect(silence.ms).toBeLessThanOrEqual(promisedSilenceMs);
});
