/** A request for the model's tests, of which no detail matters. */
import type { ReplyRequest } from "#src/call/ports.ts";

export const anyRequest: ReplyRequest = {
  brain: "model",
  situation: { stage: "welcome", facts: {}, expects: "story", tools: [], hazards: [] },
  history: [{ role: "tenant", text: "A pipe burst." }],
};
