/** `npm run outbox`: what waits to be delivered, what never will be as it is, and trying that again. */
import { parseArgs } from "node:util";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings, type Settings } from "#src/config/settings.ts";
import { openDatabase } from "#src/outbox/database.ts";
import { type DeadEvent, type Group, readInventory } from "#src/outbox/inventory.ts";
import { QueueError } from "#src/outbox/queue-error.ts";
import { createQueue } from "#src/outbox/sqlite-queue.ts";
import { dataFiles } from "./worker-parts.ts";

const usage = `Usage: npm run -s outbox -- [--dead | --revive] [--json]

  (nothing)  counts what waits and what is dead, by workspace and reason, with the age of the oldest
  --dead     lists the dead: id, session, event type, reason, attempts, and since when
  --revive   lets the dead be tried again, for instance when a secret was mended; a worker delivers them
  --json     prints one JSON object

The queue is the one in EMA_DATA_DIR. Nothing that was said is shown. Exit codes: 0 done, 2 an option is wrong, or there is
no queue.
`;
const unusable = 2;

process.exitCode = main();

function main(): number {
  const options = readOptions();
  if (options === undefined) return unusable;
  try {
    const settings = readSettings(undefined, { mode: "keyless" });
    const { groups, dead } = readInventory(dataFiles(settings).outbox);
    if (options.revive)
      print(options.json, { revived: revive(settings) }, (it) => `${it.revived} wait again.`);
    else if (options.dead) print(options.json, { dead }, (it) => tableOfDead(it.dead));
    else print(options.json, { groups }, (it) => summaryOf(it.groups));
    return 0;
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof QueueError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return unusable;
  }
}

function readOptions(): { dead: boolean; revive: boolean; json: boolean } | undefined {
  try {
    const flag = { type: "boolean", default: false } as const;
    const { values } = parseArgs({ options: { dead: flag, revive: flag, json: flag } });
    if (!(values.dead && values.revive)) return values;
  } catch {
    // The usage says it.
  }
  process.stderr.write(usage);
  return undefined;
}

/** Beside a running worker, which finds them within two seconds. */
function revive(settings: Settings): number {
  const keys = settings.dataKeys.map((key) => Buffer.from(key.reveal(), "base64"));
  const queue = createQueue(openDatabase(dataFiles(settings).outbox, { keys }));
  try {
    return queue.revive(Date.now());
  } finally {
    queue.close();
  }
}

function print<Shown>(json: boolean, shown: Shown, asText: (shown: Shown) => string): void {
  process.stdout.write(`${json ? JSON.stringify(shown) : asText(shown)}\n`);
}

function summaryOf(groups: readonly Group[]): string {
  const count = (state: Group["state"]): number =>
    groups.filter((group) => group.state === state).reduce((sum, { events }) => sum + events, 0);
  const rows = groups.map(({ state, workspaceId, reason, events, calls, oldestSince }) => [
    state,
    workspaceId,
    reason ?? "",
    String(events),
    String(calls),
    ageOf(oldestSince),
  ]);
  const line = `${count("waiting")} waiting, ${count("dead")} dead.`;
  if (rows.length === 0) return line;
  return `${line}\n\n${table([["state", "workspace", "reason", "events", "calls", "oldest"], ...rows])}`;
}

function tableOfDead(dead: readonly DeadEvent[]): string {
  if (dead.length === 0) return "Nothing is dead.";
  const rows = dead.map(({ id, sessionId, eventType, reason, attempts, since }) => [
    id,
    sessionId,
    eventType,
    reason,
    String(attempts),
    new Date(since).toISOString(),
  ]);
  return table([["id", "session", "event", "reason", "attempts", "since"], ...rows]);
}

function ageOf(since: number): string {
  const minutes = Math.max(0, Math.floor((Date.now() - since) / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1_440)} days`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
