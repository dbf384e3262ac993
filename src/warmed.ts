/** Whether a process is ready for the next caller. Until the first one is, that caller would have to wait for it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** Said by a call's process, in a file that names the worker which started it. */
export const noteWarmed = (file: string): void => writeFileSync(file, String(process.ppid));

/** Before the first process starts: in a container every worker has the same pid, and an earlier one has left its file. */
export const forgetWarmed = (file: string): void => rmSync(file, { force: true });

/** Asked by the worker. */
export function isWarmed(file: string): boolean {
  try {
    return readFileSync(file, "utf8") === String(process.pid);
  } catch {
    return false;
  }
}
