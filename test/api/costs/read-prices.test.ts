import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listPrices } from "#src/api/costs/prices.ts";
import { readPrices } from "#src/api/costs/read-prices.ts";

const folder = mkdtempSync(join(tmpdir(), "ema-prices-"));
function file(text: string): string {
  const path = join(folder, "prices.yaml");
  writeFileSync(path, text);
  return path;
}

describe("EMA_PRICES", () => {
  it("is the list without a file", () => {
    expect(readPrices(undefined)).toEqual(listPrices);
  });

  it("replaces what a file names, model by model", () => {
    const prices = readPrices(
      file(`
deepgram: { perMinute: 0.0043 }
llm:
  gpt-4o: { inputPerMillion: 2, cachedInputPerMillion: 1, outputPerMillion: 8 }
  gpt-5: { inputPerMillion: 1, cachedInputPerMillion: 0.1, outputPerMillion: 9 }
`),
    );
    expect(prices).toEqual({
      ...listPrices,
      deepgram: { perMinute: 0.0043 },
      llm: {
        ...listPrices.llm,
        "gpt-4o": { inputPerMillion: 2, cachedInputPerMillion: 1, outputPerMillion: 8 },
        "gpt-5": { inputPerMillion: 1, cachedInputPerMillion: 0.1, outputPerMillion: 9 },
      },
    });
  });

  it("may be JSON", () => {
    expect(readPrices(file('{"deepgram":{"perMinute":0}}')).deepgram).toEqual({ perMinute: 0 });
  });

  it.each([
    [
      "a negative price",
      "deepgram: { perMinute: -1 }",
      /^EMA_PRICES is a file in which deepgram\.perMinute is wrong/,
    ],
    ["a name that nobody knows", "deepgrm: { perMinute: 1 }", /deepgrm/],
    ["a model without a price", "tts: { tts-1: {} }", /tts\.tts-1\.perMillionCharacters is wrong/],
    ["no mapping", "free", /its whole is wrong/],
    ["neither YAML nor JSON", "{", /cannot be read as YAML or JSON; name one/],
  ])("refuses %s in one sentence", (_, text, message) => {
    expect(() => readPrices(file(text))).toThrow(message);
  });

  it("refuses a file that is not there", () => {
    expect(() => readPrices(join(folder, "none.yaml"))).toThrow(
      "EMA_PRICES is the path of a file that is not there; name one, or leave it out for list prices.",
    );
  });
});
