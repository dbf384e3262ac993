/** Words of calls that are going on, which no table holds. */
export interface LiveWords {
  /** As it was said; undefined when it is no longer known, or never came by here. */
  said: (runId: string, eventId: string) => string | undefined;
}
