import { describe, expect, it } from "vitest";
import { meterUsage } from "#src/call/usage.ts";

function meter() {
  const time = { now: 5000 };
  return { time, usage: meterUsage({ now: () => time.now }) };
}

describe("the meter of a call", () => {
  it("counts what the vendors tell, by model and by the second", () => {
    const { time, usage } = meter();
    for (let frame = 0; frame < 50; frame++) usage.heard(0.02);
    usage.transcribes(1.5).taken();
    usage.speaks("tts-1", 40).taken();
    usage.speaks("tts-1", 2).taken();
    usage.speaks("aura", 7).taken();
    usage.thinks("gpt-4o", () => 0).told({ input: 1500, cachedInput: 1024, output: 12 });
    usage.thinks("gpt-4o", () => 0).told({ input: 1600, cachedInput: 0, output: 3 });
    time.now += 12_340;
    expect(usage.totals()).toEqual({
      livekit_seconds: 12.34,
      deepgram_seconds: 1,
      openai_transcription_seconds: 1.5,
      llm: { "gpt-4o": { requests: 2, input_tokens: 3100, cached_input_tokens: 1024, output_tokens: 15 } },
      tts_characters: { "tts-1": 42, aura: 7 },
    });
  });

  it("bills nothing that was refused, and everything once", () => {
    const { usage } = meter();
    const refused = usage.speaks("tts-1", 40);
    refused.refused();
    refused.taken();
    const spoken = usage.speaks("tts-1", 2);
    spoken.taken();
    spoken.taken();
    usage.thinks("gpt-4o", () => 400).refused();
    expect(usage.totals()).toEqual({ livekit_seconds: 0, tts_characters: { "tts-1": 2 } });
  });

  it("estimates a reply that was broken off: four characters a token, then as the vendor counted before", () => {
    const { usage } = meter();
    const first = usage.thinks("gpt-4o", () => 4001);
    first.chunk();
    first.chunk();
    first.taken();
    usage.thinks("gpt-4o", () => 1000).told({ input: 200, cachedInput: 0, output: 1 });
    usage.thinks("gpt-4o", () => 5000).taken();
    expect(usage.totals().llm).toEqual({
      "gpt-4o": {
        requests: 3,
        input_tokens: 1001 + 200 + 1000,
        cached_input_tokens: 0,
        output_tokens: 3,
        estimated_requests: 2,
      },
    });
  });

  it("tells with a turn what was done since the turn before", () => {
    const { time, usage } = meter();
    expect(usage.sinceTold()).toBeUndefined();
    usage.speaks("tts-1", 40).taken();
    usage.thinks("gpt-4o", () => 0).told({ input: 10, cachedInput: 5, output: 1 });
    time.now += 1500;
    const first = usage.sinceTold();
    usage.speaks("tts-1", 2).taken();
    usage.thinks("gpt-4o", () => 40).taken();
    const underWay = usage.thinks("gpt-4o-mini", () => 80);
    time.now += 500;
    expect([first, usage.sinceTold(), usage.sinceTold()]).toEqual([
      {
        livekit_seconds: 1.5,
        llm: { "gpt-4o": { requests: 1, input_tokens: 10, cached_input_tokens: 5, output_tokens: 1 } },
        tts_characters: { "tts-1": 40 },
      },
      {
        livekit_seconds: 0.5,
        llm: {
          "gpt-4o": {
            requests: 1,
            input_tokens: 10,
            cached_input_tokens: 0,
            output_tokens: 0,
            estimated_requests: 1,
          },
        },
        tts_characters: { "tts-1": 2 },
      },
      undefined,
    ]);
    // The end counts it as if it were broken off now; it may still become exact.
    expect(usage.totals().llm?.["gpt-4o-mini"]).toMatchObject({ requests: 1, input_tokens: 20 });
    underWay.told({ input: 30, cachedInput: 0, output: 2 });
    expect(usage.sinceTold()?.llm).toEqual({
      "gpt-4o-mini": { requests: 1, input_tokens: 30, cached_input_tokens: 0, output_tokens: 2 },
    });
  });
});
