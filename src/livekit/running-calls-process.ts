/** Whether a process that was noted down is still there, and is still the same one. */
import { readFileSync } from "node:fs";

export interface ProcessIdentity {
  pid: number;
  /** What `processStart` said of it; null where the system does not tell. */
  processStartedAt: string | null;
}

export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  processStartedAt: processStart(process.pid),
});

/**
 * When the process was started, in the machine's own terms: the boot, and clock ticks since then. A pid is given anew, the
 * two together are not. Null when there is no such process, or no `/proc`.
 */
export function processStart(pid: number): string | null {
  const stat = readProcess(pid);
  return stat === undefined ? null : stat.startedAt;
}

/** Only meaningful on the machine (in the container) that the identity was noted on. */
export function isAlive({ pid, processStartedAt }: ProcessIdentity): boolean {
  const stat = readProcess(pid);
  if (stat === undefined) return answersSignals(pid);
  // A zombie has run to its end; its parent, which may be dead, too, has not asked for its exit code.
  if (stat.state === "Z" || stat.state === "X") return false;
  return processStartedAt === null || processStartedAt === stat.startedAt;
}

function readProcess(pid: number): { state: string; startedAt: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field, the command in brackets, may hold spaces and brackets of its own.
    const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, startedAt: `${bootId()}/${fields[18]}` };
  } catch {
    return undefined;
  }
}

let boot: string | undefined;
function bootId(): string {
  boot ??= readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  return boot;
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
