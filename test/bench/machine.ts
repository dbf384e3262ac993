/** What a run ran on. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, totalmem } from "node:os";
import { z } from "zod";
import type { BenchResult } from "./result.ts";

const manifest = createRequire(import.meta.url).resolve("@livekit/agents/package.json");

export function machine(): BenchResult["machine"] {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model ?? "unknown",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    agents: z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, "utf8"))).version,
  };
}
