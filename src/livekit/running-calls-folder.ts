/**
 * The folder of running calls: one JSON file a call, `<job>.json`, renamed to `<job>.json.claimed-<pid>-<start>` by the
 * process that closes the call after its own process has died. The rename is what makes it one process: of two that try,
 * one finds nothing. A claim whose process has died in turn can be claimed again.
 *
 * The folder belongs to one machine (one container): pids of another one mean nothing here.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAlive, type ProcessIdentity, thisProcess } from "./running-calls-process.ts";
import { type RunningCall, runningCallSchema } from "./running-calls-record.ts";

export interface FoundCall {
  call: RunningCall;
  file: string;
  /** When the call was last written down, milliseconds since the epoch. */
  writtenAt: number;
  /** The process that is closing the call. */
  claimedBy?: ProcessIdentity;
}

/** A call that this process alone closes. */
export interface Claim {
  readonly call: RunningCall;
  readonly writtenAt: number;
  /** Notes that `call_ended` is told, for whoever has to go on after this process. */
  noteEnded(): void;
  /** Nothing is left to be done. */
  settle(): void;
  /** Another process may claim it. */
  giveBack(): void;
}

/** Speech and callers' numbers are not in them; they name rooms and the numbers of humans, so they are the owner's only. */
const mode = 0o600;
const recordName = /^(.+\.json)(?:\.claimed-(\d+)-([\w%-]*))?$/;

export const recordFile = (folder: string, jobId: string): string =>
  join(folder, `${encodeURIComponent(jobId)}.json`);

/** Writes beside the file and renames, so that whoever reads finds the old text or the new one. Throws. */
export function replaceFile(file: string, call: RunningCall): void {
  writeFileSync(`${file}.now`, JSON.stringify(call), { mode });
  renameSync(`${file}.now`, file);
}

/** Calls in the folder, claimed or not; none when there is no folder. What cannot be read is put aside and reported. */
export function findCalls(folder: string, onProblem: (reason: string) => void): FoundCall[] {
  return namesIn(folder, onProblem).flatMap((name) => {
    const [, , pid, startedAt] = recordName.exec(name) ?? [];
    const file = join(folder, name);
    const read = readRecord(file, onProblem);
    if (read === undefined) return [];
    if (pid === undefined || startedAt === undefined) return [{ ...read, file }];
    const processStartedAt = startedAt === "" ? null : decodeURIComponent(startedAt);
    return [{ ...read, file, claimedBy: { pid: Number(pid), processStartedAt } }];
  });
}

export const isBeingClosed = ({ claimedBy }: FoundCall): boolean =>
  claimedBy !== undefined && isAlive(claimedBy);

/** Undefined when another process was faster. */
export function claimCall(found: FoundCall): Claim | undefined {
  const plain = join(dirname(found.file), recordName.exec(basename(found.file))?.[1] ?? basename(found.file));
  const { pid, processStartedAt } = thisProcess();
  const file = `${plain}.claimed-${pid}-${encodeURIComponent(processStartedAt ?? "")}`;
  try {
    renameSync(found.file, file);
  } catch {
    return undefined;
  }
  return {
    call: found.call,
    writtenAt: found.writtenAt,
    noteEnded: () => replaceFile(file, { ...found.call, told: "ended" }),
    settle() {
      rmSync(file, { force: true });
      // What the dead process was writing.
      rmSync(`${plain}.now`, { force: true });
    },
    giveBack() {
      try {
        renameSync(file, plain);
      } catch {
        // It is this process's until it ends, and anybody's after that.
      }
    },
  };
}

function namesIn(folder: string, onProblem: (reason: string) => void): string[] {
  try {
    return readdirSync(folder).filter((name) => recordName.test(name));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") onProblem(`running calls: the folder cannot be read, ${codeOf(error)}`);
    return [];
  }
}

function readRecord(
  file: string,
  onProblem: (reason: string) => void,
): { call: RunningCall; writtenAt: number } | undefined {
  try {
    const writtenAt = statSync(file).mtimeMs;
    return { call: runningCallSchema.parse(JSON.parse(readFileSync(file, "utf8"))), writtenAt };
  } catch (error) {
    // It was closed or claimed in between.
    if (codeOf(error) === "ENOENT") return undefined;
    onProblem(`running calls: ${basename(file)} is not the record of a call and is put aside as .unreadable`);
    try {
      renameSync(file, `${file}.unreadable`);
    } catch {
      onProblem(`running calls: ${basename(file)} cannot be put aside`);
    }
    return undefined;
  }
}

/** Such as `ENOENT`. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
