/** Reading a pack's files from disk, with errors that its author understands. */
import { readdirSync, readFileSync, type Dirent } from "node:fs";
import { PackError } from "./pack-error.ts";

/** The file's text, or `undefined` when there is no such file. */
export function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw unreadable(path, error);
  }
}

/** Entries of a folder by name, hidden ones left out, or `undefined` when there is no such folder. */
export function listFolder(path: string): Dirent[] | undefined {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith("."))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw unreadable(path, error);
  }
}

export function missing(file: string): PackError {
  return new PackError({ file }, "it does not exist", "create it");
}

function unreadable(file: string, error: unknown): PackError {
  return new PackError({ file }, `it cannot be read (${codeOf(error)})`, "check its kind and permissions", {
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
