/** Telephone numbers as E.164, whatever a telephone line or a pack's author wrote. */
import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** "Anonymous" and "Unavailable" on a keypad: some carriers send them as the number of a caller who has none. */
const withheld: readonly string[] = ["+266696687", "+86282452253"];

/**
 * `text` is what a SIP trunk sends: E.164, a number as people write it in the United States, or a `tel:` or `sip:` URI
 * of one. `undefined` when it is no telephone number, so for callers who withhold theirs.
 *
 * Length is checked and the numbering plan is not: plans change, and the numbers reserved for examples are in none.
 */
export function toE164(text: string): string | undefined {
  const [user = ""] = text
    .trim()
    .replace(/^(tel|sips?):/i, "")
    .split(/[@;]/, 1);
  const number = parsePhoneNumberFromString(user, { defaultCountry: "US", extract: false });
  if (number?.isPossible() !== true || withheld.includes(number.number)) return undefined;
  return number.number;
}
