/** What is kept from one run of the end-to-end tests to the next. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { dataFiles } from "#src/worker-parts.ts";

export const cacheFolder = (): string => process.env["EMA_E2E_CACHE"] ?? join(homedir(), ".cache", "ema-e2e");

/** Gives a worker the fixed phrases that an earlier one has synthesized, which takes half a minute. */
export function layPhrases(dataDir: string): void {
  const kept = keptPhrases();
  if (existsSync(kept)) cpSync(kept, dataFiles({ dataDir }).phrases, { recursive: true });
}

export function keepPhrases(dataDir: string): void {
  cpSync(dataFiles({ dataDir }).phrases, keptPhrases(), { recursive: true });
}

/** Another folder for each version of the local engines, since they may sound different. */
function keptPhrases(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync("src/local").sort()) hash.update(readFileSync(join("src/local", name)));
  return join(cacheFolder(), "phrases", hash.digest("hex").slice(0, 12));
}
