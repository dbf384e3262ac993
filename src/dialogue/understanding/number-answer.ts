/** The number to call back, out of a dictated one, a piece of one, or a yes to the number that was offered. */
import type { Facts } from "#machines/call/types.ts";
import type { Spoken } from "./spoken.ts";
import { isComplete, joinPieces, telephoneDigits, telephoneIn } from "./telephone.ts";
import type { Context } from "./context.ts";

export interface NumberAnswer {
  facts: Facts;
  /** Digits so far, not enough yet. */
  partial?: string;
}

export function numberIn(spoken: Spoken, context: Context, yesNo: "yes" | "no" | undefined): NumberAnswer {
  const { asked, callerNumber, partialNumber } = context;
  const heard = telephoneIn(spoken);
  if (heard?.kind === "complete") return { facts: { callbackNumber: heard.digits } };
  const expected = asked === "number" || asked === "numberOffer" || asked === "goOn";
  const offered = callerNumber === undefined ? undefined : telephoneDigits(callerNumber);
  if (heard?.kind === "partial" && expected) {
    const digits = joinPieces(partialNumber, heard.digits);
    return isComplete(digits)
      ? { facts: { callbackNumber: telephoneDigits(digits) } }
      : { facts: {}, partial: digits };
  }
  const means = /\b(?:call|reach|number)\b/.test(spoken.plain) && !/\bnot\b/.test(spoken.plain);
  const namesIt = heard?.kind === "calling" && (expected ? yesNo !== "no" || means : means);
  const accepts = asked === "numberOffer" && yesNo === "yes";
  return offered !== undefined && (namesIt || accepts)
    ? { facts: { callbackNumber: offered } }
    : { facts: {} };
}
