import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { recordFile, replaceFile } from "#src/livekit/running-calls-folder.ts";
import type { RunningCall } from "#src/livekit/running-calls-record.ts";
import { newCall } from "./running-calls-example.ts";

/** A folder of its own, removed when the test ends. */
export function callsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "running-calls-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** No process has it: it is above the largest that Linux gives. */
export const deadPid = 99_999_999;

/** Leaves the record of a call in the folder; its process is dead unless `more` names one. */
export function leaveRecord(folder: string, more: Partial<RunningCall> = {}, writtenAt = Date.now()): void {
  const call = { ...newCall(), pid: deadPid, processStartedAt: "boot/1", ...more };
  const file = recordFile(folder, call.jobId);
  replaceFile(file, call);
  utimesSync(file, writtenAt / 1_000, writtenAt / 1_000);
}
