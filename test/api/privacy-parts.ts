/** As tests have it: without recordings, and with a clock that stands. */
import { callerKey } from "#src/api/privacy/caller-hash.ts";
import { createLiveWords } from "#src/api/privacy/live-words.ts";
import type { PrivacyParts } from "#src/api/privacy/privacy-parts.ts";
import { testAccess } from "./access-parts.ts";

export const testCallerKey = callerKey(testAccess.secret);

export const testPrivacy = (): PrivacyParts => ({
  callerKey: testCallerKey,
  words: createLiveWords({ now: Date.now }),
});
