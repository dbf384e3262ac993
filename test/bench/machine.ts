/** What a run ran on. */
import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { BenchResult } from "./result.ts";

/** Versions are pinned there. */
const manifest = join(import.meta.dirname, "../../package.json");
const manifestSchema = z.object({ dependencies: z.object({ "@livekit/agents": z.string() }) });

export function machine(): BenchResult["machine"] {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model ?? "unknown",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    agents: manifestSchema.parse(JSON.parse(readFileSync(manifest, "utf8"))).dependencies["@livekit/agents"],
  };
}
