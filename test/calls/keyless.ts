/** One set of keyless engines for a file of whole calls. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptPhrases } from "../kept-phrases.ts";
import { type Keyless, openKeyless } from "../../src/keyless.ts";

export const keylessEngines = (sentences?: string[]): Promise<Keyless> =>
  openKeyless({
    promptsDir: "prompts",
    dataDir: mkdtempSync(join(tmpdir(), "ema-calls-")),
    phrases: keptPhrases,
    logLevel: "fatal",
    ...(sentences ? { sentences } : {}),
  });
