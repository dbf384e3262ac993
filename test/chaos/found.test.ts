/** Plans that once broke a call, or would break a chart without one of its edges: the shortest that did. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { promisedSilenceMs } from "./arguments.ts";
import type { Plan } from "./plan.ts";
import { run } from "./run.ts";

const folder = new URL("found/", import.meta.url);

it.each(readdirSync(folder))("%s", async (name) => {
  const { plan } = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as { plan: Plan };
  expect((await run(plan, { silenceMs: promisedSilenceMs })).broken).toEqual({});
});
