/** A failure's reason as `error.type`: few values, so that each makes a series, and nothing of what a vendor wrote. */

const plain = ["timeout", "stalled", "malformed", "cut off", "refused", "connection", "empty reply"];

/** A status code, one of our own short codes, or `_OTHER`, as the conventions have it. */
export function errorType(reason: string): string {
  const [, status] = /\b([1-5]\d\d)\b/.exec(reason) ?? [];
  return status ?? plain.find((code) => reason.includes(code)) ?? "_OTHER";
}
