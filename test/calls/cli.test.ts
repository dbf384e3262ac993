import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, run } from "./process.ts";

function scenarioFile(text: string): string {
  const file = join(folder(), "scenario.yaml");
  writeFileSync(file, text);
  return file;
}

const hangsUp = `
name: Hangs up
workspace: maple-court
caller: { number: "+15555550142", script: [{ hangUp: true }] }
expect:
  - outcome: dispatched
`;

describe("simulate", () => {
  it("prints one JSON object and ends by itself", async () => {
    const recordings = folder();
    const { code, stdout } = await run("src/simulate.ts", [
      "test/calls/wrong-number.yaml",
      "--json",
      "--recordings",
      recordings,
    ]);
    expect(code).toBe(0);
    const report: unknown = JSON.parse(stdout);
    expect(report).toMatchObject({ scenario: "Wrong number", passed: true, outcome: "wrongNumber" });
    expect(Object.keys(report as object)).toEqual([
      "scenario",
      "passed",
      "expectations",
      "turns",
      "barge_ins",
      "longest_silence_ms",
      "states",
      "webhooks",
      "outcome",
      "facts",
      "usage",
      "problems",
      "cost",
    ]);
    expect(report).toMatchObject({
      usage: { livekit_seconds: expect.any(Number), llm: { "gpt-4o": { requests: expect.any(Number) } } },
      cost: { totalMicros: expect.any(Number), unpriced: [] },
    });
    expect(readFileSync(join(recordings, "wrong-number.wav")).subarray(0, 4).toString()).toBe("RIFF");
  });

  it("exits with 1 when an expectation fails", async () => {
    const { code, stdout } = await run("src/simulate.ts", [scenarioFile(hangsUp), "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ passed: false, outcome: "callerHungUp" });
  });

  it("exits with 2 for a bad scenario, naming line and field", async () => {
    const file = scenarioFile(hangsUp.replace("outcome: dispatched", "outcome: delivered"));
    const { code, stdout, stderr } = await run("src/simulate.ts", [file]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`${file}, line 6,`);
    expect(stderr).toContain("expect[0].outcome");
  });

  it("exits with 2 for a workspace that does not exist, naming those that do", async () => {
    const file = scenarioFile(hangsUp.replace("maple-court", "oak-court"));
    const { code, stderr } = await run("src/simulate.ts", [file]);
    expect([code, stderr]).toEqual([
      2,
      `${file}: workspace: there is no 'oak-court'; write one of maple-court.\n`,
    ]);
  });

  it("exits with 2 for an option that does not exist, and for one with a wrong value", async () => {
    expect((await run("src/simulate.ts", ["a.yaml", "--fast"])).code).toBe(2);
    const { code, stderr } = await run("src/simulate.ts", ["a.yaml", "--stt", "whisper"]);
    expect([code, stderr.split("\n")[0]]).toEqual([
      2,
      "--stt is 'whisper'; it must be scripted or pocketsphinx.",
    ]);
  });
});
