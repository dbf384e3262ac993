/** What vendors ask for what a call uses. Dollars, as price lists write them; a cost is reckoned in millionths. */
import { z } from "zod";

const dollars = z.number().min(0).max(10_000);

export const pricesSchema = z.strictObject({
  livekit: z.strictObject({
    /** The agent, as a participant of the room. */
    agentPerMinute: dollars,
    /** The caller, who is in the room for as long. */
    callerPerMinute: dollars,
    /** A participant's time in a call is billed in whole ones of these. */
    incrementSeconds: z.number().positive(),
  }),
  deepgram: z.strictObject({ perMinute: dollars }),
  openaiTranscription: z.strictObject({ perMinute: dollars }),
  /** By model, per million tokens. */
  llm: z.record(
    z.string(),
    z.strictObject({ inputPerMillion: dollars, cachedInputPerMillion: dollars, outputPerMillion: dollars }),
  ),
  /** By voice model, per million characters. */
  tts: z.record(z.string(), z.strictObject({ perMillionCharacters: dollars })),
});

export type Prices = z.infer<typeof pricesSchema>;

/** Figures to begin with, of the vendors' public lists, without discount. Lists change: compare them with your own contracts, and write `EMA_PRICES`. */
export const listPrices: Prices = {
  // livekit.com/pricing; whole minutes: docs.livekit.io/deploy/admin/billing. The agent's figure is the one that EMA was planned
  // with. Minutes of the SIP bridge or of a hosted agent, and the telephone company's own, belong here, too, where they are paid.
  livekit: { agentPerMinute: 0.002, callerPerMinute: 0, incrementSeconds: 60 },
  // deepgram.com/pricing: nova-2, streaming, pay as you go. EMA was planned with 0.0043, which is for recorded audio.
  deepgram: { perMinute: 0.0058 },
  // platform.openai.com/docs/pricing: gpt-4o-mini-transcribe, OpenAI's own estimate of its tokens.
  openaiTranscription: { perMinute: 0.003 },
  // platform.openai.com/docs/pricing.
  llm: {
    "gpt-4o": { inputPerMillion: 2.5, cachedInputPerMillion: 1.25, outputPerMillion: 10 },
    "gpt-4o-mini": { inputPerMillion: 0.15, cachedInputPerMillion: 0.075, outputPerMillion: 0.6 },
  },
  tts: {
    // platform.openai.com/docs/pricing.
    "tts-1": { perMillionCharacters: 15 },
    "tts-1-hd": { perMillionCharacters: 30 },
    // deepgram.com/pricing: Aura-2, pay as you go.
    "aura-2-thalia-en": { perMillionCharacters: 30 },
  },
};
