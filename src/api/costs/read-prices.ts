/** `EMA_PRICES`: a file with prices that differ from the list. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { SettingsError } from "#src/config/settings-error.ts";
import { listPrices, type Prices, pricesSchema } from "./prices.ts";

const overrideSchema = pricesSchema.partial();

/**
 * Reads YAML or JSON. A section that it names is taken instead of the list's; of `llm` and `tts`, each model that it names.
 * Without a file it is the list. Throws `SettingsError` that speaks of `name`.
 */
export function readPrices(file: string | undefined, name = "EMA_PRICES"): Prices {
  if (file === undefined || file === "") return listPrices;
  const { success, data, error } = overrideSchema.safeParse(contentOf(file, name));
  if (!success) {
    const [issue] = error.issues;
    const place = issue?.path.join(".") || "its whole";
    throw new SettingsError(
      name,
      `a file in which ${place} is wrong (${issue?.message ?? "unknown"})`,
      "docs/costs.md shows what it holds",
    );
  }
  return {
    livekit: data.livekit ?? listPrices.livekit,
    deepgram: data.deepgram ?? listPrices.deepgram,
    openaiTranscription: data.openaiTranscription ?? listPrices.openaiTranscription,
    llm: { ...listPrices.llm, ...data.llm },
    tts: { ...listPrices.tts, ...data.tts },
  };
}

function contentOf(file: string, name: string): unknown {
  try {
    // JSON is YAML.
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new SettingsError(
      name,
      isAbsent ? "the path of a file that is not there" : "a file that cannot be read as YAML or JSON",
      "name one, or leave it out for list prices",
    );
  }
}
