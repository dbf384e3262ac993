/** What is left of a call's facts when their time is over: what kind of call it was, and of whom nothing. */

/** Each is one of a few words, a yes or no, or a count. */
const harmless = new Set(
  (
    "safe trade urgency permissionToEnter confirmed state vendor reason hazards category provider stage outcome role rung usage duration_seconds " +
    "total_turns final_stage started_at"
  ).split(" "),
);

export const withoutPersonal = (told: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(told).filter(([name]) => harmless.has(name)));
