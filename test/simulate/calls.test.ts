import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { linesOf } from "#src/simulate/caller-schema.ts";
import { loadScenario } from "#src/simulate/scenario.ts";
import { speakLine } from "#src/simulate/speech.ts";
import { toneVoice } from "./sounds.ts";

const folder = new URL("../calls/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

describe("the scenarios in test/calls", () => {
  test("are there", () => {
    expect(files).toContain("burst-pipe.yaml");
  });

  test.each(files)("%s is one that can be played", async (file) => {
    const scenario = loadScenario(new URL(file, folder).pathname);
    expect(scenario.workspace).toBe("maple-court");
    expect(scenario.expect.some((expectation) => "outcome" in expectation)).toBe(true);
    for (const line of linesOf(scenario.caller)) {
      const { chunks } = await speakLine(line, { synthesize: toneVoice, telephone: false, seed: 1 });
      expect(chunks.length).toBeGreaterThan(0);
    }
  });

  test("have a name each", () => {
    const names = files.map((file) => loadScenario(new URL(file, folder).pathname).name);
    expect(new Set(names).size).toBe(files.length);
  });
});
