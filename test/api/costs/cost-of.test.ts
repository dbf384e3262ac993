import { describe, expect, it } from "vitest";
import { costOf } from "#src/api/costs/cost-of.ts";
import { listPrices } from "#src/api/costs/prices.ts";
import { addUsage, greaterUsage } from "#src/api/costs/usage-sum.ts";
import type { Usage } from "#src/outbox/contract.ts";

const prices = {
  ...listPrices,
  livekit: { agentPerMinute: 0.002, callerPerMinute: 0.004, incrementSeconds: 60 },
  deepgram: { perMinute: 0.0058 },
};

const call: Usage = {
  livekit_seconds: 61,
  deepgram_seconds: 60,
  openai_transcription_seconds: 20,
  llm: {
    "gpt-4o": { requests: 2, input_tokens: 3000, cached_input_tokens: 1024, output_tokens: 101 },
    "gpt-4o-mini": { requests: 1, input_tokens: 1001, cached_input_tokens: 0, output_tokens: 1 },
  },
  tts_characters: { "tts-1": 333, "aura-2-thalia-en": 7 },
};

describe("the cost of a call", () => {
  it("is exact to the millionth, by provider and in all", () => {
    expect(costOf(call, prices, "call")).toEqual({
      // Two minutes begun, of two participants; 5,800 + 1,000; 4,940 + 1,280 + 1,010 + 150.15 + 0.6; 4,995 + 210.
      byProvider: { livekit: 12_000, deepgram: 6_800, llm: 7_381, tts: 5_205 },
      totalMicros: 31_386,
      unpriced: [],
    });
  });

  it("counts a turn's time in the room by the second", () => {
    expect(costOf({ livekit_seconds: 61 }, prices, "turn").byProvider.livekit).toBe(6_100);
  });

  it("rounds a half up, although no binary fraction is exactly a half", () => {
    const half = { requests: 1, input_tokens: 10, cached_input_tokens: 0, output_tokens: 0 };
    expect(costOf({ llm: { "gpt-4o-mini": half } }, prices, "call").byProvider.llm).toBe(2);
  });

  it("says what has no price, and leaves it out", () => {
    const tokens = { requests: 1, input_tokens: 10, cached_input_tokens: 0, output_tokens: 0 };
    const usage = { llm: { "gpt-9": tokens, constructor: tokens }, tts_characters: { "tts-9": 10 } };
    expect(costOf(usage, prices, "call")).toEqual({
      byProvider: { livekit: 0, deepgram: 0, llm: 0, tts: 0 },
      totalMicros: 0,
      unpriced: ["llm gpt-9", "llm constructor", "tts tts-9"],
    });
  });
});

describe("the usage of a call", () => {
  const turn: Usage = {
    livekit_seconds: 0.1,
    llm: {
      "gpt-4o": {
        requests: 1,
        input_tokens: 5,
        cached_input_tokens: 4,
        output_tokens: 3,
        estimated_requests: 1,
      },
    },
    tts_characters: { "tts-1": 7 },
  };

  it("is the sum of its turns as long as it goes on", () => {
    expect(addUsage(addUsage(turn, { livekit_seconds: 0.2, deepgram_seconds: 1 }), turn)).toEqual({
      livekit_seconds: 0.4,
      deepgram_seconds: 1,
      llm: {
        "gpt-4o": {
          requests: 2,
          input_tokens: 10,
          cached_input_tokens: 8,
          output_tokens: 6,
          estimated_requests: 2,
        },
      },
      tts_characters: { "tts-1": 14 },
    });
  });

  it("is what the end tells, but never less than the turns", () => {
    const end: Usage = { livekit_seconds: 9, tts_characters: { "tts-1": 3, "tts-1-hd": 4 } };
    expect(greaterUsage(turn, end)).toEqual({
      livekit_seconds: 9,
      llm: turn.llm,
      tts_characters: { "tts-1": 7, "tts-1-hd": 4 },
    });
  });
});
