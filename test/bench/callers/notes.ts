/** Where in a call its caller is. */
import type { ReplyStyle } from "../replies.ts";
import type { CallerName } from "../result.ts";

const safe = { safe: true };
const located = {
  problem: "a leak under the sink",
  severity: "it drips",
  address: "42 Maple Street",
  unit: "3C",
};

/**
 * Nobody tells a story when asked for yes or no. A chart that knows what was asked is at the question that its caller answers:
 * short answers are given while it asks whether everybody is safe, stories when it asks what is wrong, and numbers in pieces when
 * it asks for one.
 */
export const notesBy: Partial<Record<CallerName, NonNullable<ReplyStyle["notes"]>>> = {
  stories: safe,
  hesitations: { ...safe, ...located },
};
