/** The API's log: a JSON object a line, as the worker's. */
import type { ApiLog } from "./parts.ts";

/** As pino numbers them. */
const levels = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60, silent: Infinity } as const;

export interface LineLogOptions {
  level: keyof typeof levels;
  write: (line: string) => void;
  now: () => number;
}

export function createLineLog({ level, write, now }: LineLogOptions): ApiLog {
  const at =
    (name: "info" | "warn" | "error"): ApiLog["info"] =>
    (msg, fields = {}) => {
      if (levels[name] >= levels[level])
        write(
          `${JSON.stringify({ level: levels[name], time: now(), pid: process.pid, ...fields, msg }, oneText)}\n`,
        );
    };
  // A stack is a text for whoever reads logs, the gate before standard output among them.
  const oneText = (name: string, value: unknown): unknown =>
    name === "stack" && Array.isArray(value) ? value.join("\n") : value;
  return { info: at("info"), warn: at("warn"), error: at("error") };
}
