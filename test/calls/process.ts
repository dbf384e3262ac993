/** EMA's entries as processes of their own. */
import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Resolves when the process has ended by itself, whatever its exit code. */
export const run = (file: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<{ code: number | string | null; stdout: string; stderr: string }>((resolve) => {
    const options = { maxBuffer: 1e8, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, [file, ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });

export const folder = () => mkdtempSync(join(tmpdir(), "ema-cli-"));
