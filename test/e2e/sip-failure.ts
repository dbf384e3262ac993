/** A call that was not put through, and how LiveKit tells of it. */

/** `code` and `reason` are the final SIP response of whoever was called. */
export class SipFailure extends Error {
  readonly code: number;
  readonly reason: string;

  constructor(code: number, reason: string) {
    super(`sip status: ${code}: ${reason}`);
    this.name = "SipFailure";
    this.code = code;
    this.reason = reason;
  }
}

/** An error of the Twirp protocol: an HTTP status and a JSON body. */
export class TwirpError extends Error {
  readonly code: keyof typeof statuses;
  readonly meta: Record<string, string>;

  constructor(code: keyof typeof statuses, message: string, meta: Record<string, string> = {}) {
    super(message);
    this.name = "TwirpError";
    this.code = code;
    this.meta = meta;
  }

  get status(): number {
    return statuses[this.code];
  }

  body(): string {
    return JSON.stringify({ code: this.code, msg: this.message, meta: this.meta });
  }
}

const statuses = {
  invalid_argument: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  deadline_exceeded: 408,
  aborted: 409,
  failed_precondition: 412,
  resource_exhausted: 429,
  unimplemented: 501,
} as const;

/** SIP responses that LiveKit does not judge by their class alone (`sipCodeToGRPCCode` in its protocol's `sip.go`). */
const codes: Readonly<Record<number, keyof typeof statuses>> = {
  401: "permission_denied",
  402: "permission_denied",
  403: "permission_denied",
  404: "not_found",
  407: "unauthenticated",
  408: "deadline_exceeded",
  410: "not_found",
  480: "resource_exhausted",
  481: "not_found",
  486: "resource_exhausted",
  487: "aborted",
  491: "aborted",
  504: "deadline_exceeded",
  600: "resource_exhausted",
  603: "permission_denied",
  604: "not_found",
};

/** As livekit-server 1.13 answers `TransferSIPParticipant` when livekit-sip reports this. */
export function transferFailed({ code, reason, message }: SipFailure): TwirpError {
  const ofClass = code >= 500 && code < 600 ? "failed_precondition" : "invalid_argument";
  return new TwirpError(codes[code] ?? ofClass, `twirp error unknown: call transfer failed: ${message}`, {
    sip_status_code: String(code),
    sip_status: reason,
  });
}

/** As it answers when nobody has answered in time. */
export const transferTimedOut = (): TwirpError =>
  new TwirpError("deadline_exceeded", "twirp error unknown: request timed out");
