/** One set of keyless engines for a file of whole calls. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Keyless, openKeyless } from "../../src/keyless.ts";

export const keylessEngines = (sentences?: string[]): Promise<Keyless> =>
  openKeyless({
    promptsDir: "prompts",
    dataDir: mkdtempSync(join(tmpdir(), "ema-calls-")),
    logLevel: "fatal",
    ...(sentences ? { sentences } : {}),
  });
