/** Whether recognized words are our own voice, come back through the caller's loudspeaker. */
import { normalize } from "#machines/call/words.ts";

/** What comes back is what was said in the last seconds, and no more than that. */
const recentWords = 30;
/** Fewer words than these may well be an answer: "yes or no?" - "no". */
const leastWords = 3;

/**
 * `heard`: what of ours was heard so far. Words that may still change are held back even when they are few: what the
 * recognizer says next tells whether they are somebody's own.
 */
export function isEcho(text: string, heard: string, kind: "interim" | "final"): boolean {
  const words = normalize(text);
  if (words === "" || (kind === "final" && words.split(" ").length < leastWords)) return false;
  const ours = normalize(heard).split(" ").slice(-recentWords).join(" ");
  return ` ${ours} `.includes(` ${words} `);
}
