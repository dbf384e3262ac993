/** Calls that are going on, on the local disk: written by the process of each call, read by the one that started them. */
import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf, findCalls, recordFile, replaceFile } from "./running-calls-folder.ts";
import { thisProcess } from "./running-calls-process.ts";
import type { RunningCall } from "./running-calls-record.ts";

export type NewCall = Omit<RunningCall, "pid" | "processStartedAt">;
type CallPatch = Partial<Omit<NewCall, "jobId">>;

export interface CallRecord {
  /** Written a moment later; a patch of `told` is written at once. Never throws. */
  update(patch: CallPatch): void;
  /** The call is over, told of, and its room closed. Done at once; never throws. */
  remove(): void;
}

/** Turns come every few seconds; what a moment brings together is written once. */
const debounceMs = 100;

/**
 * Records the call of this process, at once. From then on the call is closed and told of by another process if this one
 * dies: whoever records a call, a resumed one as well, owes its `call_ended`.
 *
 * `onProblem` gets one sentence for each thing that went wrong; the call goes on.
 */
export function recordCall(folder: string, call: NewCall, onProblem: (reason: string) => void): CallRecord {
  const file = recordFile(folder, call.jobId);
  let current: RunningCall = { ...call, ...thisProcess() };
  let timer: NodeJS.Timeout | undefined;
  let isRemoved = false;

  function guarded(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      report(onProblem, `running calls: this call cannot be ${what}, ${codeOf(error)}`);
    }
  }

  /** A tenth of a millisecond. Written beside the call, it could outlive it: its process may end before the write does. */
  function writeAtOnce(): void {
    clearTimeout(timer);
    timer = undefined;
    guarded("written down", () => {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      replaceFile(file, current);
    });
  }

  writeAtOnce();
  return {
    update(patch) {
      if (isRemoved) return;
      current = { ...current, ...patch };
      if (patch.told === undefined) timer ??= setTimeout(writeAtOnce, debounceMs).unref();
      else writeAtOnce();
    },
    remove() {
      isRemoved = true;
      clearTimeout(timer);
      guarded("removed", () => rmSync(file, { force: true }));
    },
  };
}

/** Calls that nobody is closing yet, of live processes and dead ones; see `isAlive`. */
export function runningCalls(folder: string, onProblem: (reason: string) => void): RunningCall[] {
  return findCalls(folder, onProblem)
    .filter(({ claimedBy }) => claimedBy === undefined)
    .map(({ call }) => call);
}

function report(onProblem: (reason: string) => void, reason: string): void {
  try {
    onProblem(reason);
  } catch {
    process.emitWarning(`A problem was not logged: ${reason}`);
  }
}
