/** Where a door's socket lies, and what is left of doors whose process is gone. */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The kernel takes 107 bytes of path at most, other systems 103. */
const pathLimit = 100;
const name = /^(\d+)-[0-9a-f]+\.sock$/;

export interface SocketFile {
  /** What to listen at. */
  path: string;
  remove(): void;
}

/** A new place in the folder, which nobody else may enter; a link there when the folder's path is too long for a socket. */
export function placeSocket(folder: string): SocketFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // A pid alone may come again, from another container.
  const entry = join(folder, `${process.pid}-${randomBytes(4).toString("hex")}.sock`);
  if (Buffer.byteLength(entry) <= pathLimit) return { path: entry, remove: () => removeSocket(entry) };
  const path = join(mkdtempSync(join(tmpdir(), "ema-watch-")), "door.sock");
  symlinkSync(path, entry);
  return { path, remove: () => removeSocket(entry) };
}

/** Every socket in the folder; none when there is no folder. */
export function socketsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => name.test(file))
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

/** What to connect to. */
export function socketPath(entry: string): string {
  return linkTarget(entry) ?? entry;
}

/** Nobody listens there any more. */
export function removeSocket(entry: string): void {
  try {
    const target = linkTarget(entry);
    rmSync(entry, { force: true });
    if (target !== undefined) rmSync(dirname(target), { recursive: true, force: true });
  } catch {
    // Somebody else was quicker.
  }
}

function linkTarget(entry: string): string | undefined {
  try {
    if (!lstatSync(entry).isSymbolicLink()) return undefined;
    const target = readlinkSync(entry);
    return target.startsWith(join(tmpdir(), "ema-watch-")) ? target : undefined;
  } catch {
    return undefined;
  }
}
