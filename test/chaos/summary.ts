/** What many runs came to. */
export interface Summary {
  runs: number;
  failed: number;
  /** Virtual time of all calls. */
  callMs: number;
  turns: number;
  cpuMs: number;
  /** Runs by the rule that they broke. */
  broken: Record<string, number[]>;
  outcomes: Record<string, number>;
  /** The longest silences in our turn, the longest first. */
  silences: { ms: number; at: number; state: string; index: number }[];
}

export function added(summaries: readonly Summary[]): Summary {
  const sum = (of: (one: Summary) => number) => summaries.reduce((total, one) => total + of(one), 0);
  const broken: Summary["broken"] = {};
  const outcomes: Summary["outcomes"] = {};
  for (const one of summaries) {
    for (const [rule, runs] of Object.entries(one.broken)) (broken[rule] ??= []).push(...runs);
    for (const [outcome, count] of Object.entries(one.outcomes))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }
  return {
    runs: sum(({ runs }) => runs),
    failed: sum(({ failed }) => failed),
    callMs: sum(({ callMs }) => callMs),
    turns: sum(({ turns }) => turns),
    cpuMs: sum(({ cpuMs }) => cpuMs),
    broken,
    outcomes,
    silences: summaries
      .flatMap(({ silences }) => silences)
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, 5),
  };
}

const shownRuns = 12;

export function summaryLines(summary: Summary): string[] {
  const { runs, failed, callMs, turns, cpuMs, broken, outcomes, silences } = summary;
  return [
    `${runs} runs, ${failed} failed; ${(callMs / 3_600_000).toFixed(1)} h of calls with ${turns} turns in ${Math.round(cpuMs / 1000)} s of CPU time`,
    `outcomes: ${Object.entries(outcomes)
      .toSorted((a, b) => b[1] - a[1])
      .map(([outcome, count]) => `${outcome} ${count}`)
      .join(", ")}`,
    `longest silences in our turn: ${silences
      .map(({ ms, state, index }) => `${Math.round(ms)} ms in ${state} (run ${index})`)
      .join(", ")}`,
    ...Object.entries(broken).map(
      ([rule, of]) =>
        `broken ${of.length} times: ${rule}: runs ${of
          .toSorted((a, b) => a - b)
          .slice(0, shownRuns)
          .join(" ")}`,
    ),
  ];
}
