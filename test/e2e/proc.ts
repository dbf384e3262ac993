/** Processes as Linux shows them under /proc. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Socket } from "node:net";

export interface Usage {
  /** Resident memory, bytes. */
  memory: number;
  /** Processor time since it began, milliseconds. */
  cpuMs: number;
}

const ticksPerSecond = 100;
const pageBytes = 4_096;

/** The process itself left out; a process that has just ended has none. */
export function descendants(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendants(child)]);
}

export function childrenOf(pid: number): number[] {
  return (
    orNothing(() =>
      readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
        readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
      ),
    ) ?? []
  );
}

/** Program and arguments; empty when it has ended. */
export function commandOf(pid: number): string[] {
  return orNothing(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")) ?? [];
}

/** Undefined when it has ended. */
export function usageOf(pid: number): Usage | undefined {
  return orNothing(() => {
    // The name, in brackets, may hold anything; the third field comes after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const [user = 0, system = 0, resident = 0] = [fields[11], fields[12], fields[21]].map(Number);
    return { memory: resident * pageBytes, cpuMs: ((user + system) * 1_000) / ticksPerSecond };
  });
}

/** The process at the other end of a connection of this machine, found among this process's descendants. */
export function clientOf({ remotePort, localPort }: Socket): number | undefined {
  const loopback = (port = 0): string => `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const line = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .find((line) => line.includes(` ${loopback(remotePort)} ${loopback(localPort)} `));
  const inode = line?.trim().split(/\s+/)[9];
  return descendants(process.pid).find((pid) => holds(pid, `socket:[${inode}]`));
}

function holds(pid: number, link: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return (
    orNothing(() => readdirSync(folder))?.some(
      (fd) => orNothing(() => readlinkSync(`${folder}/${fd}`)) === link,
    ) ?? false
  );
}

/** What is read of a process that ends meanwhile is nothing. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
