/** What the API's routes about people's data are made with, beside the database. */
import type { KeyObject } from "node:crypto";
import type { ObservedWords } from "./live-words.ts";
import type { Recordings } from "./recordings.ts";

export interface PrivacyParts {
  /** See `callerKey`. */
  callerKey: KeyObject;
  /** Absent where the API's machine has no recordings. */
  recordings?: Recordings;
  words: ObservedWords;
}
