/** The last gate before a process's output: whatever a package logs, and however a process ends, no word of a caller leaves it. */
import { writeSync } from "node:fs";
import { describeError } from "./describe-error.ts";
import { redactEntry } from "./redact-entry.ts";

type Written = (error?: Error | null) => void;

/**
 * For a process that has calls: standard output holds log entries alone, redacted; `console` says only that it was used; a
 * crash is told by the error's name, code and stack, and ends the process with 1.
 */
export function quietOutput(): void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Written,
    written?: Written,
  ): boolean => {
    const text = quietLines(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    return typeof encoding === "function" ? write(text, encoding) : write(text, encoding, written);
  };
  for (const method of ["debug", "error", "info", "log", "trace", "warn"] as const)
    console[method] = () => process.stdout.write(`${entry(`console.${method} is not shown`)}\n`);
  process.on("uncaughtException", (error) => {
    // Not through the stream: what is written to it now may never leave the process.
    writeSync(2, `${entry("crashed", { error: describeError(error) })}\n`);
    process.exit(1);
  });
}

/** Whole lines of output as the gate lets them through. */
export function quietLines(text: string): string {
  const lines = text.split("\n").map((line) => (line === "" ? line : quietLine(line)));
  return lines.join("\n");
}

function quietLine(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return JSON.stringify(redactEntry({ ...value }));
  } catch {
    // No entry: said below.
  }
  return entry("a line that is no log entry is not shown");
}

/** As the logger writes them; 50 is `error`. */
const entry = (msg: string, more: object = {}): string =>
  JSON.stringify({ level: 50, time: Date.now(), pid: process.pid, ...more, msg });
