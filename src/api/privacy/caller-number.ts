/** The number that an erasure or an export is about. */
import type { KeyObject } from "node:crypto";
import { ApiError } from "#src/api/http/api-error.ts";
import { toE164 } from "#src/workspaces/telephone-number.ts";
import { callerHash } from "./caller-hash.ts";

/** Throws `ApiError` 400 when it is none. */
export function callerOf(text: string, key: KeyObject): { number: string; callerHash: string } {
  const number = toE164(text);
  const hash = number === undefined ? undefined : callerHash(number, key);
  if (number === undefined || hash === undefined)
    throw new ApiError(
      400,
      "invalid",
      "number is a text that does not fit; send a number such as +15555550100.",
    );
  return { number, callerHash: hash };
}
