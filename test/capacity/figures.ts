/** What a run of so many calls at once came to, and the table of it. */

/** Of a process with so many calls at once. Memory is mebibytes, times are milliseconds. */
export interface Level {
  calls: number;
  seconds: number;
  /** Processor seconds a call-second; what callers and their lines take is taken off. */
  cpuPerCall: number;
  /** Of the whole process, callers included: 1 is one core. */
  cores: number;
  /** Resident, before any call, and over the window on average. */
  rssIdle: number;
  rss: number;
  /** Above the idle process, shared out over the calls. */
  rssPerCall: number;
  heapPerCall: number;
  /** What is not V8's: audio above all. */
  buffersPerCall: number;
  turns: number;
  unanswered: number;
  overlaps: number;
  waitP50: number;
  waitP95: number;
  /** How late the event loop's timers were. */
  delayP50: number;
  delayP99: number;
  delayMax: number;
}

/** Nearest rank; NaN for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** What each further call takes: the slope of the line through the levels, by least squares. NaN for a single level. */
export function slope(levels: readonly { calls: number }[], of: (index: number) => number): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const calls = levels.map((level) => level.calls);
  const values = levels.map((_, index) => of(index));
  const [across, up] = [mean(calls), mean(values)];
  const covariance = calls.reduce((sum, x, index) => sum + (x - across) * ((values[index] ?? 0) - up), 0);
  return covariance / calls.reduce((sum, x) => sum + (x - across) ** 2, 0);
}

export function levelTable(levels: readonly Level[]): string[] {
  return table(
    [
      "calls",
      "CPU s a call-second",
      "cores",
      "RSS a call",
      "heap a call",
      "buffers a call",
      "wait p50",
      "wait p95",
      "turns",
      "unanswered",
      "talked over",
      "loop delay p50 / p99 / max",
    ],
    levels.map((level) => [
      String(level.calls),
      level.cpuPerCall.toFixed(4),
      level.cores.toFixed(2),
      `${level.rssPerCall.toFixed(1)} MiB`,
      `${level.heapPerCall.toFixed(1)} MiB`,
      `${level.buffersPerCall.toFixed(1)} MiB`,
      `${level.waitP50.toFixed(0)} ms`,
      `${level.waitP95.toFixed(0)} ms`,
      String(level.turns),
      String(level.unanswered),
      String(level.overlaps),
      `${level.delayP50.toFixed(1)} / ${level.delayP99.toFixed(1)} / ${level.delayMax.toFixed(0)} ms`,
    ]),
  );
}

/** As Markdown has it, columns aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
