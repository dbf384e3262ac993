import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, it } from "vitest";
import { environmentSchema } from "#src/config/environment.ts";
import { readSettings } from "#src/config/settings.ts";

it(".env.example names every variable, and runs keyless as it is", () => {
  const example = parseEnv(readFileSync(".env.example", "utf8"));

  expect(Object.keys(example).toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  expect(readSettings(example, { mode: "keyless" })).toEqual(readSettings({}, { mode: "keyless" }));
});
