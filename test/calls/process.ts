/** EMA's entries as processes of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layKeylessPhrases } from "../kept-phrases.ts";

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Resolves when the process has ended by itself; `onOutput` sees everything that it has printed so far. */
export function run(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  onOutput: (child: ChildProcess, stdout: string) => void = () => {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      onOutput(child, stdout);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

export const folder = (): string => layKeylessPhrases(mkdtempSync(join(tmpdir(), "ema-cli-")));

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address === null || typeof address === "string"
          ? reject(new Error("no port"))
          : resolve(address.port),
      );
    });
  });
}
