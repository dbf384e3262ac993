import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, freePort, run } from "./process.ts";

describe("call", () => {
  it.concurrent("plays a call, leaves its recording and its events, and exits with 0", async () => {
    const data = folder();
    const { code, stdout } = await run("src/call.ts", [], { EMA_DATA_DIR: data });
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

  it.concurrent("hangs up at SIGTERM, delivers what the call has to tell, and exits with 0", async () => {
    const { code, stdout } = await run("src/call.ts", [], { EMA_DATA_DIR: folder() }, (child, output) => {
      if (!child.killed && output.includes("listening.silent")) child.kill("SIGTERM");
    });
    expect(code).toBe(0);
    expect(stdout).toContain("receiver has call_ended");
    expect(stdout).toContain("Stopped by SIGTERM");
  });

  it.concurrent("answers /healthz where a port is set for it", async () => {
    let health: Promise<Response> | undefined;
    const port = await freePort();
    const env = { EMA_DATA_DIR: folder(), EMA_HEALTH_PORT: String(port) };
    await run("src/call.ts", [], env, (child, output) => {
      if (health !== undefined || !output.includes("announcing.playing")) return;
      health = fetch(`http://127.0.0.1:${port}/healthz`);
      void health.finally(() => child.kill("SIGTERM"));
    });
    const response = await health;
    expect([response?.status, await response?.json()]).toEqual([200, { status: "ok" }]);
  });

  it.concurrent("stops at once, in one sentence, for a wrong setting and a malformed pack", async () => {
    const wrong = await run("src/call.ts", [], { LOG_LEVEL: "loud" });
    expect([wrong.code, wrong.stderr.trim().split("\n").length]).toEqual([2, 1]);
    expect(wrong.stderr).toContain("LOG_LEVEL");
    const absent = await run("src/call.ts", [], {
      EMA_PROMPTS_DIR: join(folder(), "none"),
      EMA_DATA_DIR: folder(),
    });
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain("none");
    const prompts = join(folder(), "prompts");
    cpSync("prompts", prompts, { recursive: true });
    writeFileSync(join(prompts, "maple-court", "script.yaml"), "name.ask: Name?\n");
    const unplayable = await run("src/call.ts", [], { EMA_PROMPTS_DIR: prompts, EMA_DATA_DIR: folder() });
    expect(unplayable).toMatchObject({
      code: 2,
      stderr: `${join(prompts, "maple-court", "script.yaml")}: The script's line name.ask must end in a sentence of its own, two words or more; mend it there, or leave it out to take the default's.\n`,
    });
  });
});
