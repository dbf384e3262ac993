/** Where a reply leads when it ends, fails, or cannot be said. */
import { announce, toHuman } from "./announce.ts";

/** The brain that broke off has been replaced already. */
export const goOnAfterBreak = { guard: "brokeOff", target: "#responding" } as const;
export const sayGoodbye = { guard: "endWanted", ...announce("goodbye", "end") } as const;

export const recover = [{ guard: "failedTooOften", ...toHuman }, { target: "#recovering" }] as const;
export const onceVoiceBroke = [
  { guard: "voiceBrokeTooOften", ...toHuman },
  { guard: "voiceBroke", target: "#recovering" },
] as const;
export const onceReplyFailed = [
  { guard: "replyFailedTooOften", ...toHuman },
  { guard: "replyFailed", target: "#recovering" },
] as const;
