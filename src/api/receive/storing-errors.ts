/** What went wrong when events were stored: it decides who is told, and what is tried. */
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiLog } from "#src/api/http/parts.ts";
import { Crowded } from "./batches.ts";
import { describeError } from "#src/privacy/describe-error.ts";

/** SQLSTATE classes of a statement's values: data exception, constraint violated, limit exceeded. */
const ofValues = /^(22|23|54)\w{3}$/;

/** The database, and what else was to be stored, are well. */
export function isOfAnEvent(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof Error && "code" in error && ofValues.test(String(error.code));
}

/** A status that the outbox tries again: the event may be stored later. */
export function notStored(error: unknown, log: ApiLog): ApiError {
  // Not logged: where one is too many, a line for each would be, too.
  if (error instanceof Crowded)
    return new ApiError(503, "notReady", "Too many events wait to be stored; send the event again later.");
  log.error("an event was not stored", { error: describeError(error) });
  return isOfAnEvent(error)
    ? new ApiError(
        500,
        "failed",
        "The event could not be stored; the API's log says why. Send it again later.",
      )
    : new ApiError(503, "notReady", "The database does not answer; send the event again later.");
}
