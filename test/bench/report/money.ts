/** What a call of two minutes costs at the vendors' list prices, by what its turns use. */
import { costOf } from "#src/api/costs/cost-of.ts";
import { listPrices } from "#src/api/costs/prices.ts";

const callSeconds = 120;
/** A whole call to its dispatch takes about nine turns in a minute and a half. */
export const turnsOfCall = 12;
/** What such a call was planned to cost, with gpt-4o-mini. Dollars. */
export const plannedCost = 0.03;

/** Dollars in all, by model of the LLM. */
export interface CallCost {
  "gpt-4o": number;
  "gpt-4o-mini": number;
}

interface TurnUse {
  llmRequests: number;
  inputTokens: number;
  outputTokens: number;
  ttsCharacters: number;
}

/** Room and recognition for two minutes, and twelve turns of the use; no token is taken for a cached one. */
export function costOfTwoMinutes(turn: TurnUse): CallCost {
  const withModel = (model: keyof CallCost) =>
    costOf(
      {
        livekit_seconds: callSeconds,
        deepgram_seconds: callSeconds,
        llm: {
          [model]: {
            requests: turn.llmRequests * turnsOfCall,
            input_tokens: turn.inputTokens * turnsOfCall,
            cached_input_tokens: 0,
            output_tokens: turn.outputTokens * turnsOfCall,
          },
        },
        tts_characters: { "tts-1": turn.ttsCharacters * turnsOfCall },
      },
      listPrices,
      "call",
    ).totalMicros / 1_000_000;
  return { "gpt-4o": withModel("gpt-4o"), "gpt-4o-mini": withModel("gpt-4o-mini") };
}
