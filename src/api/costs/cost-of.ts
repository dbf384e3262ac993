/** What was used, in money. */
import type { Usage } from "#src/outbox/contract.ts";
import type { Prices } from "./prices.ts";

/** Whom the money goes to, as the figures of a month name them; `deepgram` is all recognition of speech. */
export const costProviders = ["livekit", "deepgram", "llm", "tts"] as const;
type CostProvider = (typeof costProviders)[number];

export interface Cost {
  /** Whole millionths of a dollar: the sum of those by provider. */
  totalMicros: number;
  /** Each rounded by itself. */
  byProvider: Record<CostProvider, number>;
  /** What was used and has no price, as `llm gpt-5`; it is not in the sum. */
  unpriced: string[];
}

/**
 * `of: "call"`: all that a call used, whose minutes are billed whole. `of: "turn"`: a part of it, which is reckoned by the
 * second: the turns of a call come to less than the call.
 */
export function costOf(usage: Usage, prices: Prices, of: "call" | "turn"): Cost {
  const unpriced: string[] = [];
  const byModel = <Price, Used>(
    kind: string,
    used: Readonly<Record<string, Used>> | undefined,
    list: Readonly<Record<string, Price>>,
    micros: (used: Used, price: Price) => number,
  ): number =>
    Object.entries(used ?? {}).reduce((sum, [model, amount]) => {
      const price = Object.hasOwn(list, model) ? list[model] : undefined;
      if (price === undefined) unpriced.push(`${kind} ${model}`);
      return price === undefined ? sum : sum + micros(amount, price);
    }, 0);

  const { agentPerMinute, callerPerMinute, incrementSeconds } = prices.livekit;
  const inRoom = usage.livekit_seconds ?? 0;
  const billed = of === "call" ? Math.ceil(inRoom / incrementSeconds) * incrementSeconds : inRoom;
  const byProvider = {
    livekit: whole(minutesAt(agentPerMinute + callerPerMinute, billed)),
    deepgram: whole(
      minutesAt(prices.deepgram.perMinute, usage.deepgram_seconds) +
        minutesAt(prices.openaiTranscription.perMinute, usage.openai_transcription_seconds),
    ),
    // Dollars a million are millionths of a dollar each.
    llm: whole(
      byModel(
        "llm",
        usage.llm,
        prices.llm,
        (tokens, price) =>
          (tokens.input_tokens - tokens.cached_input_tokens) * price.inputPerMillion +
          tokens.cached_input_tokens * price.cachedInputPerMillion +
          tokens.output_tokens * price.outputPerMillion,
      ),
    ),
    tts: whole(
      byModel("tts", usage.tts_characters, prices.tts, (characters, { perMillionCharacters }) => {
        return characters * perMillionCharacters;
      }),
    ),
  };
  return {
    totalMicros: costProviders.reduce((sum, provider) => sum + byProvider[provider], 0),
    byProvider,
    unpriced,
  };
}

const minutesAt = (dollarsPerMinute: number, seconds = 0): number =>
  (seconds / 60) * dollarsPerMinute * 1_000_000;

/** Binary fractions of decimal prices are off by less than a billionth: a half stays a half. */
const whole = (micros: number): number => Math.round(Number(micros.toFixed(6)));
