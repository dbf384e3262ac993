/** The API in a process of its own, under load: its real routes, and tokens for those who look. */
import { createToken } from "#src/api/access/tokens.ts";
import { buildApi } from "#src/api/app.ts";
import { openDatabase } from "#src/api/database/database.ts";
import { pgliteDriver } from "#src/api/database/pglite.ts";
import { postgresDriver } from "#src/api/database/postgres.ts";
import type { ApiLog } from "#src/api/http/parts.ts";
import { addWorkspace, partsFor } from "../parts.ts";

export interface ApiSetup {
  /** Of a PostgreSQL; undefined: PGlite, in `folder`. */
  databaseUrl: string | undefined;
  folder: string;
  workspaces: string[];
  secret: string;
  signingKey: string;
  /** Who look at each workspace. */
  readers: number;
}

export interface Counts {
  events: number;
  runs: number;
  completed: number;
  missing: number;
}

export type ToApi = { ask: "cpu" } | { ask: "counts" };
export type FromApi =
  /** `tokens`: one for each reader of a workspace. */
  | { kind: "listening"; url: string; tokens: Record<string, string[]> }
  /** Milliseconds since it listens. */
  | { kind: "cpu"; cpuMs: number; heapMiB: number }
  | { kind: "counts"; counts: Counts; problems: number };

const setup = JSON.parse(process.argv[2] ?? "{}") as ApiSetup;
let problems = 0;
const problem = (message: string, fields?: unknown): void => {
  problems += 1;
  process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`);
};
const log: ApiLog = { info: () => {}, warn: problem, error: problem };
const database = await openDatabase(
  setup.databaseUrl === undefined
    ? await pgliteDriver(setup.folder)
    : postgresDriver({ url: setup.databaseUrl, onProblem: problem }),
);
for (const id of setup.workspaces) await addWorkspace(database, id);

const { secret, signingKey } = setup;
const app = await buildApi(
  partsFor(database, { log, webhooks: { shared: { secret, signingKey }, own: new Map() } }),
);
const tokens: Record<string, string[]> = {};
for (const workspaceId of setup.workspaces) tokens[workspaceId] = await tokensFor(workspaceId, setup.readers);
const url = await app.listen({ host: "127.0.0.1", port: 0 });
const begun = process.cpuUsage();
const tell = (message: FromApi): void => void process.send?.(message);
process.on("message", (message: ToApi) => void answer(message));
process.once("disconnect", () => process.exit(0));
tell({ kind: "listening", url, tokens });

async function tokensFor(workspaceId: string, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const token = {
      workspaceId,
      role: "operator",
      name: `reader-${index}`,
      now: Date.now(),
      days: 1,
    } as const;
    made.push((await createToken(database.owner, token)).token);
  }
  return made;
}

async function answer({ ask }: ToApi): Promise<void> {
  if (ask === "cpu") {
    const { user, system } = process.cpuUsage(begun);
    tell({
      kind: "cpu",
      cpuMs: (user + system) / 1000,
      heapMiB: Math.round(process.memoryUsage().heapUsed / 2 ** 20),
    });
    return;
  }
  const { owner } = database;
  const { events } = await owner
    .selectFrom("runEvent")
    .select(({ fn }) => fn.countAll<number>().as("events"))
    .executeTakeFirstOrThrow();
  const runs = await owner.selectFrom("run").select(["status", "expected", "received"]).execute();
  tell({
    kind: "counts",
    problems,
    counts: {
      events,
      runs: runs.length,
      completed: runs.filter(({ status }) => status === "completed").length,
      missing: runs.reduce((sum, { expected, received }) => sum + expected - received, 0),
    },
  });
}
