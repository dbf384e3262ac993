/** Reads a call's log, checked line by line. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { decryptLine } from "./encryption.ts";
import { type CallLog, footerSchema, headerSchema, stepSchema } from "./format.ts";

/** A log that cannot be replayed; the message names the file, what is wrong and the remedy. */
export class CallLogError extends Error {
  constructor(file: string, found: string, remedy: string) {
    super(`${file}: ${found}; ${remedy}.`);
    this.name = "CallLogError";
  }
}

const encryptedSchema = z.strictObject({ emaEncryptedCallLog: z.literal(1), id: z.string() });

/** `key` has 32 bytes, and is needed for an encrypted log. Throws `CallLogError`. */
export function readCallLog(file: string, key?: Buffer): CallLog {
  const lines = linesOf(file, key);
  const header = headerSchema.safeParse(json(lines[0]));
  if (!header.success)
    throw new CallLogError(
      file,
      "line 1 is no header of a call log of format 1",
      "give a file that EMA wrote under call-logs or that --logs kept",
    );
  const footer = footerSchema.safeParse(json(lines.at(-1)));
  const steps = lines.slice(1, footer.success ? -1 : undefined).map((line, index) => {
    const step = stepSchema.safeParse(json(line));
    if (step.success) return step.data;
    const field = step.error.issues[0]?.path.join(".") ?? "";
    throw new CallLogError(
      file,
      `line ${index + 2} is ${json(line) === undefined ? "no JSON" : `no step (${field === "" ? "its fields" : field} is wrong)`}`,
      "it was cut off or changed, so take another copy",
    );
  });
  if (!footer.success || footer.data.steps !== steps.length)
    throw new CallLogError(
      file,
      `it ends early, after ${steps.length} steps`,
      "the call's process ended or lines were lost, so take another copy or another call",
    );
  return { header: header.data, steps, footer: footer.data };
}

function linesOf(file: string, key: Buffer | undefined): string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "an error";
    throw new CallLogError(file, `it cannot be read (${code})`, "give the path of a call log");
  }
  const lines = text.trimEnd().split("\n");
  const encrypted = encryptedSchema.safeParse(json(lines[0]));
  if (!encrypted.success) return lines;
  if (key === undefined)
    throw new CallLogError(file, "it is encrypted", "set EMA_CALL_LOG_KEY and give --key-from-env");
  return lines.slice(1).map((line, index) => {
    try {
      return decryptLine(line, key, encrypted.data.id, index);
    } catch {
      throw new CallLogError(
        file,
        `line ${index + 2} does not open with this key`,
        "set the key it was written with; if it is that one, the file was changed or cut off",
      );
    }
  });
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
