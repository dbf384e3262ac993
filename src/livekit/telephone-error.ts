/** What keeps LiveKit from serving us, in one sentence. */
import { ServerError } from "livekit-server-sdk";

/** The message holds no secret and no token. */
export class TelephoneError extends Error {
  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem}; ${remedy}.`, options);
    this.name = "TelephoneError";
  }
}

/** `error` is what a call of LiveKit's API at `url` threw; one that is not LiveKit's is given back as it is. */
export function describeFailure(error: unknown, url: string): unknown {
  if (error instanceof ServerError) return describeRefusal(error, url);
  const unreachable =
    error instanceof Error && (error.name === "TimeoutError" || error.message === "fetch failed");
  if (!unreachable) return error;
  return new TelephoneError(
    `LiveKit does not answer at ${url}`,
    "correct LIVEKIT_URL, or see to it that the server runs and can be reached from here",
    { cause: error },
  );
}

/** LiveKit's own words are passed on only where they are known to be harmless: those of a 401 hold the token. */
function describeRefusal({ status, message }: ServerError, url: string): TelephoneError {
  if (status === 401 || status === 403)
    return new TelephoneError(
      `LiveKit at ${url} refuses the key`,
      "set LIVEKIT_API_KEY and LIVEKIT_API_SECRET to a pair that this server knows",
    );
  if (status === 404)
    return new TelephoneError(
      `${url} answers, but not as LiveKit does`,
      "set LIVEKIT_URL to the origin of a LiveKit server, such as wss://livekit.example.com",
    );
  if (message.includes("redis required"))
    return new TelephoneError(
      `LiveKit at ${url} has no telephone part`,
      "give that server a Redis, since it keeps trunks and dispatch rules there",
    );
  if (status === 400)
    return new TelephoneError(
      `LiveKit refuses a trunk or a dispatch rule ("${message}")`,
      "change what it names, and run this again",
    );
  return new TelephoneError(`LiveKit at ${url} fails with status ${status}`, "try again in a while");
}
