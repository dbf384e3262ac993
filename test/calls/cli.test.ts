import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Resolves when the process has ended by itself, whatever its exit code. */
const run = (file: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<{ code: number | string | null; stdout: string; stderr: string }>((resolve) => {
    const options = { maxBuffer: 1e8, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, [file, ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });

const folder = () => mkdtempSync(join(tmpdir(), "ema-cli-"));
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

describe.concurrent("simulate", () => {
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
      "states",
      "webhooks",
      "outcome",
      "facts",
      "problems",
    ]);
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

  it("exits with 2 for an option that does not exist, and for one with a wrong value", async () => {
    expect((await run("src/simulate.ts", ["a.yaml", "--fast"])).code).toBe(2);
    const { code, stderr } = await run("src/simulate.ts", ["a.yaml", "--stt", "whisper"]);
    expect([code, stderr.split("\n")[0]]).toEqual([
      2,
      "--stt is 'whisper'; it must be scripted or pocketsphinx.",
    ]);
  });
});

describe.concurrent("start", () => {
  it("plays a call, leaves its recording and its events, and exits with 0", async () => {
    const data = folder();
    const { code, stdout } = await run("src/main.ts", [], { EMA_DATA_DIR: data });
    expect(code).toBe(0);
    for (const shown of [
      "chart   turn.responding.speaking",
      "tenant  A pipe burst",
      "receiver has call_ended",
      "first_token",
    ])
      expect(stdout).toContain(shown);
    const [call = ""] = readdirSync(join(data, "calls"));
    expect(stdout).toContain(join(data, "calls", call, "call.wav"));
    const events = readFileSync(join(data, "calls", call, "events.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(JSON.parse(events.at(-1) ?? "")).toMatchObject({ kind: "states", leaves: ["ended"] });
    const wav = readFileSync(join(data, "calls", call, "call.wav"));
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24)]).toEqual([2, 24_000]);
  });

  it("stops at once, in one sentence, for a wrong setting and a malformed pack", async () => {
    const wrong = await run("src/main.ts", [], { LOG_LEVEL: "loud" });
    expect([wrong.code, wrong.stderr.trim().split("\n").length]).toEqual([2, 1]);
    expect(wrong.stderr).toContain("LOG_LEVEL");
    const absent = await run("src/main.ts", [], {
      EMA_PROMPTS_DIR: join(folder(), "none"),
      EMA_DATA_DIR: folder(),
    });
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain("none");
  });
});
