/** Whether a process is ready for the next caller. Until the first one is, that caller would have to wait for it. */
import { readFileSync, writeFileSync } from "node:fs";

/** Said by a call's process, in a file that names the worker which started it. */
export const noteWarmed = (file: string): void => writeFileSync(file, String(process.ppid));

/** Asked by the worker: a file that an earlier worker's process has left says nothing. */
export function isWarmed(file: string): boolean {
  try {
    return readFileSync(file, "utf8") === String(process.pid);
  } catch {
    return false;
  }
}
