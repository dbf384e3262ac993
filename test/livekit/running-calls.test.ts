import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type CallRecord, type NewCall, recordCall, runningCalls } from "#src/livekit/running-calls.ts";
import { isAlive, processStart, thisProcess } from "#src/livekit/running-calls-process.ts";
import { newCall } from "./running-calls-example.ts";
import { callsFolder, deadPid, leaveRecord } from "./running-calls-fixtures.ts";

const fail = (reason: string): never => {
  throw new Error(reason);
};

function record(folder: string, more: Partial<NewCall> = {}): CallRecord {
  const kept = recordCall(folder, newCall(more), fail);
  onTestFinished(() => kept.remove());
  return kept;
}

describe("a running call", () => {
  it("is on disk at once, with the process that runs it, readable by its owner only", () => {
    const folder = join(callsFolder(), "not", "there", "yet");
    record(folder);
    expect(runningCalls(folder, fail)).toEqual([{ ...newCall(), ...thisProcess() }]);
    expect(thisProcess().pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(["AJ_1.json"]);
  });

  it("is written again a moment after it was updated, once for several patches", async () => {
    const folder = callsFolder();
    const kept = record(folder);
    kept.update({ turns: 5 });
    kept.update({ stage: "contact" });
    expect(runningCalls(folder, fail)).toMatchObject([{ turns: 4, stage: "problem" }]);
    await vi.waitFor(() => {
      expect(runningCalls(folder, fail)).toMatchObject([{ turns: 5, stage: "contact" }]);
    });
    expect(readdirSync(folder)).toEqual(["AJ_1.json"]);
  });

  it("is written at once when a webhook was told, and is not overtaken by what was being written", async () => {
    const folder = callsFolder();
    const kept = record(folder, { told: "nothing" });
    for (let turns = 5; turns < 12; turns += 1) {
      kept.update({ turns });
      await delay(97 + turns);
      kept.update({ told: "initiated" });
      expect(runningCalls(folder, fail)).toMatchObject([{ turns, told: "initiated" }]);
      kept.update({ told: "nothing" });
      await delay(5);
      expect(runningCalls(folder, fail)).toMatchObject([{ turns, told: "nothing" }]);
    }
  });

  it("is gone when it was removed, even while it was being written", async () => {
    const folder = callsFolder();
    for (let wait = 97; wait < 105; wait += 1) {
      const kept = record(folder, { jobId: `AJ_${wait}` });
      kept.update({ turns: 5 });
      await delay(wait);
      kept.remove();
      kept.update({ turns: 6 });
      expect(runningCalls(folder, fail)).toEqual([]);
    }
    await delay(150);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("goes on when it cannot be recorded, and says so without naming anybody", () => {
    const file = join(callsFolder(), "file");
    writeFileSync(file, "");
    const problems: string[] = [];
    const kept = recordCall(join(file, "calls"), newCall(), (reason) => problems.push(reason));
    kept.update({ told: "ended" });
    kept.remove();
    expect(problems).toEqual([
      "running calls: this call cannot be written down, ENOTDIR",
      "running calls: this call cannot be written down, ENOTDIR",
      "running calls: this call cannot be removed, ENOTDIR",
    ]);
  });

  it("goes on when its problems cannot be logged", () => {
    const file = join(callsFolder(), "file");
    writeFileSync(file, "");
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    expect(() => recordCall(join(file, "calls"), newCall(), fail)).not.toThrow();
    expect(warned).toHaveBeenCalledOnce();
  });

  it("is left by a process that was killed, which is then known to be dead", async () => {
    const folder = callsFolder();
    const script = fileURLToPath(new URL("running-calls-process.ts", import.meta.url));
    const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [said] = (await once(child.stdout, "data")) as [Buffer];
    expect(said.toString()).toBe("recorded\n");
    const [call] = runningCalls(folder, fail);
    expect(call).toMatchObject({ ...newCall(), pid: child.pid });
    expect(call && isAlive(call)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(runningCalls(folder, fail)).toEqual([call]);
    expect(call && isAlive(call)).toBe(false);
  });
});

describe("the folder of running calls", () => {
  it("has none when it is not there", () => {
    expect(runningCalls(join(callsFolder(), "missing"), fail)).toEqual([]);
  });

  it("puts aside what is not the record of a call, once, and gives the others", () => {
    const folder = callsFolder();
    leaveRecord(folder, { jobId: "AJ_2" });
    writeFileSync(join(folder, "AJ_3.json"), '{"jobId":"AJ_3"}');
    writeFileSync(join(folder, "AJ_4.json"), "");
    const problems: string[] = [];
    const look = (): string[] =>
      runningCalls(folder, (reason) => problems.push(reason)).map(({ jobId }) => jobId);
    expect([look(), look()]).toEqual([["AJ_2"], ["AJ_2"]]);
    expect(problems).toEqual([
      "running calls: AJ_3.json is not the record of a call and is put aside as .unreadable",
      "running calls: AJ_4.json is not the record of a call and is put aside as .unreadable",
    ]);
    expect(readFileSync(join(folder, "AJ_3.json.unreadable"), "utf8")).toBe('{"jobId":"AJ_3"}');
  });
});

describe("a process", () => {
  const onLinux = process.platform === "linux";

  it("is alive when it is there, and dead when it is not", () => {
    expect(isAlive(thisProcess())).toBe(true);
    expect(isAlive({ pid: deadPid, processStartedAt: null })).toBe(false);
  });

  it.runIf(onLinux)("is another one when its pid was given anew", () => {
    const { processStartedAt } = thisProcess();
    expect(processStartedAt).toMatch(/^[0-9a-f-]{36}\/\d+$/);
    expect(isAlive({ pid: process.pid, processStartedAt: `${processStartedAt}0` })).toBe(false);
    expect(isAlive({ pid: process.pid, processStartedAt: null })).toBe(true);
    expect(processStart(deadPid)).toBeNull();
  });

  it.runIf(onLinux)("is dead when it has ended and nobody has asked for its exit code", async () => {
    // It ends when its parent has become a program that never asks for an exit code; a shell might.
    const script = `(until grep -q "(sleep)" /proc/$$/stat; do :; done) & echo $!; exec sleep 20`;
    const parent = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line);
    await vi.waitFor(() => {
      expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z ");
    });
    expect(isAlive({ pid, processStartedAt: processStart(pid) })).toBe(false);
  });
});
