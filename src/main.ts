/** `npm start`: the whole system on this machine, at one address, without a key. */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createEntry } from "#src/api/access/entry.ts";
import { listPrices } from "#src/api/costs/prices.ts";
import { serveDashboard } from "#src/api/dashboard/serve-dashboard.ts";
import { type Database, inWorkspaces } from "#src/api/database/database.ts";
import type { ApiApp, ApiLog } from "#src/api/http/parts.ts";
import { callerKey } from "#src/api/privacy/caller-hash.ts";
import { createLiveWords } from "#src/api/privacy/live-words.ts";
import { findRecordings } from "#src/api/privacy/recordings.ts";
import { startApi } from "#src/api/start-api.ts";
import { Secret } from "#src/config/secret.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";
import { startChartRelay } from "#src/inspect/relay/chart-relay.ts";
import { openWatchClient, type WatchClient } from "#src/inspect/watch/watch-client.ts";
import { ScenarioError } from "#src/simulate/scenario.ts";
import { TrialRefusal, type TrialAgent } from "#src/trial/agent.ts";
import { trialScenarios } from "#src/trial/scenarios.ts";
import { serveTrial } from "#src/trial/serve-trial.ts";
import { newSession } from "#src/trial/session.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { startAgentProcess } from "./agent-process.ts";
import { keyRing } from "./call-recordings.ts";
import { loadCheckedPacks } from "./checked-packs.ts";
import { buildDashboard } from "./dashboard-build.ts";
import { serveInspectPage } from "./inspect-page.ts";
import { keptSecret } from "./kept-secret.ts";
import { stopSignal } from "./stop-signal.ts";
import { showWaitingPage, type WaitingPage } from "./waiting-page.ts";
import { dataFiles } from "./worker-parts.ts";

const host = "127.0.0.1";
const scenariosFolder = "test/calls";
/** A new system has something to show: a call that is soon over, and one that goes on for a while. */
const firstScenarios = ["hang-up-mid-sentence", "burst-pipe"];
const unusable = 2;
/** A call is told to the API within a moment of its beginning. */
const lookForRunMs = 3_000;
const lookEveryMs = 50;
/** Of the API, only what is wrong. */
const terminalLog: ApiLog = {
  info: () => {},
  warn: (message, fields) => complain(`${message} ${JSON.stringify(fields ?? {})}`),
  error: (message, fields) => complain(`${message} ${JSON.stringify(fields ?? {})}`),
};

try {
  await main();
} catch (error) {
  const known =
    error instanceof SettingsError || error instanceof PackError || error instanceof ScenarioError;
  if (!known) throw error;
  complain(error.message);
  // What else was started may go on.
  process.exit(unusable);
}

async function main(): Promise<void> {
  const settings = readSettings(undefined, { mode: "keyless" });
  const stopped = stopSignal();
  const { promptsDir, dataDir } = settings;
  const packs = loadCheckedPacks(promptsDir);
  const scenarios = trialScenarios(scenariosFolder);
  const waiting = await waitingPage(settings.listen.port);
  const origin = `http://${host}:${waiting.port}`;
  const entry = createEntry();
  print(`Open ${origin}${entry.path}`);

  const webhooks = {
    secret: randomBytes(32).toString("hex"),
    signingKey: `whsec_${randomBytes(32).toString("base64")}`,
  };
  const agent = startAgentProcess(
    { webhooks: { url: origin, ...webhooks }, scenarios: scenariosFolder },
    complain,
  );
  const watch = openWatch(dataFiles(settings).watch);
  // What it cannot do is told in any case; here it only must not be missed.
  agent.ready.catch(() => {});
  const page = buildDashboard();
  page.catch(() => {});
  const starting = startApi({
    store: { folder: join(dataDir, "api-db") },
    listen: { host, port: waiting.port },
    webhooks: { shared: webhooks, own: new Map() },
    access: {
      secret: new Secret(randomBytes(32).toString("hex")),
      publicUrl: origin,
      trustedProxies: 0,
      canPlaceCalls: true,
      entry,
    },
    prices: listPrices,
    privacy: {
      callerKey: callerKey(settings.access.secret ?? keptSecret(join(dataDir, "callers.key"))),
      recordings: findRecordings({
        folder: dataFiles(settings).recordings,
        ring: keyRing(settings.recordingKeys),
      }),
      words: createLiveWords({ now: Date.now }),
    },
    packs,
    promptsDir,
    log: terminalLog,
    now: Date.now,
    async extend(app, database) {
      const findRun = (workspaceId: string, sessionId: string): Promise<string | null> =>
        runOf(database, workspaceId, sessionId);
      await app.register(async (scope: ApiApp) =>
        serveTrial(scope, { agent: agent.agent, scenarios, findRun }),
      );
      await app.register(async (scope: ApiApp) =>
        serveInspectPage(scope, {
          client: watch,
          workspaces: packs.map(({ workspace }) => workspace.id),
        }),
      );
      const folder = await page;
      await app.register(async (scope: ApiApp) => serveDashboard(scope, { folder }));
      await app.ready();
      await waiting.close();
    },
  });
  const api = await Promise.race([starting, stopped]);
  if (api === undefined) {
    await agent.stop();
    process.exit(0);
  }
  const charts = startChartRelay({
    client: watch,
    url: origin,
    secretOf: () => webhooks.secret,
    onProblem: complain,
  });
  print("The dashboard is there; the agent's models are being loaded. Ctrl+C ends this.");
  await Promise.race([stopped, begin(agent, api.database)]);
  await stopped;
  print("Stopping: running calls are hung up, and what they have to tell is delivered.");
  await agent.stop();
  charts.close();
  watch.close();
  await api.close();
  process.exit(0);
}

/** Resolves when calls can be placed, and what a new system shows has been. */
async function begin(
  { agent, ready }: { agent: TrialAgent; ready: Promise<void> },
  { owner }: Database,
): Promise<void> {
  try {
    await ready;
  } catch {
    return complain("No calls can be placed: the agent did not start.");
  }
  print("Calls can be placed: “Place a call” in the dashboard.");
  if ((await owner.selectFrom("run").select("id").limit(1).execute()).length > 0) return;
  print("There is no call yet, so two simulated ones are placed: one that ends soon, and one to watch.");
  for (const scenario of firstScenarios)
    await agent.play(newSession(), scenario).catch((error: unknown) => {
      if (!(error instanceof TrialRefusal)) throw error;
      complain(error.message);
    });
}

async function runOf(database: Database, workspaceId: string, sessionId: string): Promise<string | null> {
  const until = performance.now() + lookForRunMs;
  for (;;) {
    const found = await inWorkspaces(database, [workspaceId], (query) =>
      query.selectFrom("run").select("id").where("sessionId", "=", sessionId).executeTakeFirst(),
    );
    if (found !== undefined) return found.id;
    if (performance.now() > until) return null;
    await delay(lookEveryMs);
  }
}

/** Calls of every process with the same data, as they are watched. */
function openWatch(folder: string): WatchClient {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return openWatchClient(folder);
}

async function waitingPage(port: number): Promise<WaitingPage> {
  try {
    return await showWaitingPage(port, { anotherWillDo: true });
  } catch {
    throw new SettingsError(
      "EMA_API_PORT",
      "a port that cannot be listened on, nor can those after it",
      "set another one",
    );
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
