/** Writes a call's log beside the call: what does not fit on the disk costs the log, never the call. */
import { randomUUID } from "node:crypto";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { encryptLine } from "./encryption.ts";

/** More than this waiting for the disk: it is too slow, and the log is given up. */
const mostWaitingBytes = 4_000_000;

export interface LogFile {
  write(line: object): void;
  close(): Promise<void>;
}

/** `onProblem` is told once, in words without speech; nothing is written afterwards. Never throws. */
export function openLogFile(
  file: string,
  key: Buffer | undefined,
  onProblem: (reason: string) => void,
): LogFile {
  let failed = false;
  const fail = (reason: string): void => {
    if (!failed) onProblem(`call log: ${reason}; the call goes on without it`);
    failed = true;
  };
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    fail(codeOf(error));
    return { write: () => {}, close: async () => {} };
  }
  const stream = createWriteStream(file, { flags: "wx", mode: 0o600 });
  const closed = new Promise<void>((resolve) => {
    stream.once("close", resolve);
  });
  stream.on("error", (error) => fail(codeOf(error)));
  const id = randomUUID();
  let lines = 0;
  if (key !== undefined) stream.write(`${JSON.stringify({ emaEncryptedCallLog: 1, id })}\n`);
  return {
    write(line) {
      if (failed) return;
      if (stream.writableLength > mostWaitingBytes) return fail("the disk is too slow");
      const text = JSON.stringify(line);
      stream.write(`${key === undefined ? text : encryptLine(text, key, id, lines)}\n`);
      lines++;
    },
    close() {
      stream.end();
      return closed;
    },
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error ? ("code" in error ? String(error.code) : error.name) : typeof error;
