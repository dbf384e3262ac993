/** A folder for one process: two that wrote a database's files beside each other would destroy them. */
import { DatabaseSync } from "node:sqlite";

export interface FolderLock {
  release: () => void;
}

/**
 * Held until it is released, or the process is gone, however it went: the operating system holds it, on `FOLDER.lock`.
 * Undefined when another process has it.
 */
export function lockFolder(folder: string): FolderLock | undefined {
  const lock = new DatabaseSync(`${folder}.lock`);
  try {
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    if (error instanceof Error && "errcode" in error && error.errcode === busy) return undefined;
    throw error;
  }
  return { release: () => lock.close() };
}

/** SQLITE_BUSY. */
const busy = 5;
