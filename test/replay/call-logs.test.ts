import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { checkCallLogKey, removeOldCallLogs } from "#src/call-logs.ts";
import { readSettings } from "#src/config/settings.ts";
import { Secret } from "#src/config/secret.ts";
import { failureOf } from "../config/variables.ts";
import { workspace } from "../dialogue/workspace.ts";
import { newFile, recordedCall } from "./recorded-call.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const encrypts = { ...workspace, settings: { ...workspace.settings, callLog: "encrypted" as const } };

it("a workspace that asks for encrypted logs while there is no key stops the start", () => {
  expect(() => checkCallLogKey([workspace, encrypts], undefined)).toThrow(
    `EMA_CALL_LOG_KEY is missing, and workspace ${workspace.id} asks for encrypted call logs; set the output of \`openssl rand -base64 32\`.`,
  );
  expect(() => checkCallLogKey([encrypts], new Secret("key"))).not.toThrow();
  expect(() => checkCallLogKey([workspace], undefined)).not.toThrow();
});

it("the key has 32 bytes in base64", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const remedy = "set the output of `openssl rand -base64 32`, or leave it out.";

  expect(readSettings({ EMA_CALL_LOG_KEY: key }, { mode: "keyless" }).callLogKey?.reveal()).toBe(key);
  expect(failureOf({ EMA_CALL_LOG_KEY: "c2hvcnQ=" }, "keyless").message).toBe(
    `EMA_CALL_LOG_KEY is a key that is not 32 bytes long; ${remedy}`,
  );
  expect(failureOf({ EMA_CALL_LOG_KEY: "hush!" }, "keyless").message).toBe(
    `EMA_CALL_LOG_KEY is a text that is not base64; ${remedy}`,
  );
});

it("logs that are older than the workspace's callLogDays are removed, others stay", () => {
  const folder = mkdtempSync(join(tmpdir(), "ema-call-logs-"));
  const own = join(folder, workspace.id);
  const now = Date.UTC(2026, 10, 24);
  mkdirSync(own);
  for (const [name, days] of [
    ["old", 31],
    ["new", 29],
  ] as const) {
    writeFileSync(join(own, name), "");
    utimesSync(join(own, name), now / 1000, now / 1000 - days * 86_400);
  }
  const problems: string[] = [];
  removeOldCallLogs(folder, [workspace], now, (reason) => problems.push(reason));

  expect(readdirSync(own)).toEqual(["new"]);
  expect(problems).toEqual([]);
});

it("the command says of each call and of all whether they go the same way, and ends accordingly", async () => {
  const { file } = await recordedCall("redacted");
  const replay = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["src/replay.ts", ...args], {
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  const missing = newFile();

  const same = replay(file, file);
  expect(same.status).toBe(0);
  expect(same.stdout).toMatch(/call\.jsonl: the same, \d+ steps\n/);
  expect(same.stdout).toMatch(/2 the same, 0 different\n$/);
  // As if the call had been recorded by a chart that hung up by itself.
  const other = newFile();
  writeFileSync(
    other,
    readFileSync(file, "utf8").replace('"effects":["sendCallInitiated"', '"effects":["hangUp"'),
  );
  const different = replay(other, file);
  expect(different.status).toBe(1);
  expect(different.stdout).toContain(
    "different, 13 steps\n  hazard rules are not tried: the log has no words, or its workspace is not here\n" +
      "  > 0 ms  call.answered\n      - effect hangUp\n      + effect sendCallInitiated\n",
  );
  expect(different.stdout).toMatch(/1 the same, 1 different\n$/);
  expect(replay(missing)).toEqual({
    status: 2,
    stdout: "",
    stderr: `${missing}: it cannot be read (ENOENT); give the path of a call log.\n`,
  });
  expect(replay().status).toBe(2);
});
