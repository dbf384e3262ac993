/** The API in a process of its own, under load: its real routes, asked by whoever a header names. */
import fastify from "fastify";
import { serializerCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { openDatabase } from "#src/api/database/database.ts";
import { pgliteDriver } from "#src/api/database/pglite.ts";
import { postgresDriver } from "#src/api/database/postgres.ts";
import { answerErrors } from "#src/api/http/answer-errors.ts";
import type { ApiApp, ApiLog } from "#src/api/http/parts.ts";
import { validatorCompiler } from "#src/api/http/validate.ts";
import { receiveWebhooks } from "#src/api/receive/receive-webhooks.ts";
import { serveCalls } from "#src/api/streams/serve-calls.ts";
import { addWorkspace } from "../stored-calls.ts";
import { viewerOf } from "../viewer-of.ts";

export interface ApiSetup {
  /** Of a PostgreSQL; undefined: PGlite, in `folder`. */
  databaseUrl: string | undefined;
  folder: string;
  workspaces: string[];
  secret: string;
  signingKey: string;
}

export interface Counts {
  events: number;
  runs: number;
  completed: number;
  missing: number;
}

export type ToApi = { ask: "cpu" } | { ask: "counts" };
export type FromApi =
  | { kind: "listening"; url: string }
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

const app: ApiApp = fastify({ logger: false }).withTypeProvider<ZodTypeProvider>();
app.setValidatorCompiler(validatorCompiler);
app.setSerializerCompiler(serializerCompiler);
answerErrors(app, log);
app.decorateRequest("viewer", null);
app.addHook("onRequest", async (request) => {
  request.viewer = viewerOf(String(request.headers["x-viewer"] ?? ""));
});
const { secret, signingKey } = setup;
const parts = {
  database,
  log,
  now: Date.now,
  webhooks: { shared: { secret, signingKey }, own: new Map<string, never>() },
};
for (const serve of [receiveWebhooks, serveCalls])
  await app.register(async (scope: ApiApp) => serve(scope, parts));
const url = await app.listen({ host: "127.0.0.1", port: 0 });
const begun = process.cpuUsage();
const tell = (message: FromApi): void => void process.send?.(message);
process.on("message", (message: ToApi) => void answer(message));
process.once("disconnect", () => process.exit(0));
tell({ kind: "listening", url });

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
