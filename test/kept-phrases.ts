/** Fixed phrases that an earlier run has spoken: seconds of a core for each process that would speak them anew. */
import { mkdirSync, symlinkSync } from "node:fs";
import { resolve } from "node:path";
import { dataFiles } from "#src/worker-parts.ts";

export const keptPhrases = resolve("node_modules/.cache/ema-phrases");

/** For a process that keeps its data there. */
export function layKeylessPhrases(dataDir: string): string {
  mkdirSync(keptPhrases, { recursive: true });
  symlinkSync(keptPhrases, dataFiles({ dataDir }).keylessPhrases);
  return dataDir;
}
