/** What is known when a caller's words are understood. */
import type { Facts } from "#machines/call/types.ts";
import type { Question } from "#src/dialogue/questions.ts";
import type { Property } from "#src/workspaces/pack.ts";

export interface Context {
  /** What the caller was asked last. */
  asked?: Question | undefined;
  facts: Facts;
  /** Digits of a number that was begun in earlier turns. */
  partialNumber: string;
  callerNumber?: string | undefined;
  properties: readonly Property[];
  trades: readonly string[];
}
