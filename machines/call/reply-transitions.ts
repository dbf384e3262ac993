/** Where a reply leads when it ends, fails, or cannot be said. */
import type { Afterwards, PhraseName } from "./types.ts";

export const byScript = { type: "useBrain", params: { brain: "script" } } as const;
export const announcing = (phrase: PhraseName, afterwards: Afterwards) =>
  ({ target: "#announcing", actions: { type: "announce", params: { phrase, afterwards } } }) as const;

export const goOnByScript = { guard: "brokeOff", target: "#responding", actions: byScript } as const;
export const sayGoodbye = { guard: "endWanted", ...announcing("goodbye", "end") } as const;

const toHuman = announcing("allSystemsDown", "handOver");
export const recover = [{ guard: "failedTooOften", ...toHuman }, { target: "#recovering" }] as const;
export const onceVoiceBroke = [
  { guard: "voiceBrokeTooOften", ...toHuman },
  { guard: "voiceBroke", target: "#recovering" },
] as const;
export const onceReplyFailed = [
  { guard: "replyFailedTooOften", ...toHuman },
  { guard: "replyFailed", target: "#recovering" },
] as const;
