export interface Verdict {
  passed: boolean;
  /** What was found, whether or not it was what was expected. */
  detail: string;
}
