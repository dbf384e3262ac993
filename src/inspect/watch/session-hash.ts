/** Tells a call's session without naming it: a room's name may bear the caller's number. */
import { createHash } from "node:crypto";

export const sessionHash = (sessionId: string): string =>
  createHash("sha256").update(sessionId).digest("hex");
