/** A process's memory as Linux reckons it. */
import { readFileSync } from "node:fs";

export interface Memory {
  /** Bytes: what is resident, and the same with what processes share shared out between them. */
  rss: number;
  pss: number;
}

/** Undefined when the process has ended. */
export function memoryOf(pid: number): Memory | undefined {
  try {
    return parseRollup(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  } catch {
    return undefined;
  }
}

export function parseRollup(text: string): Memory {
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(text)?.[1] ?? Number.NaN) * 1_024;
  return { rss: bytes("Rss"), pss: bytes("Pss") };
}
