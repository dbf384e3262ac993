/** `npm run api`: takes what agents tell, keeps it, and shows it, until it is told to stop. */
import { readPrices } from "#src/api/costs/read-prices.ts";
import { serveDashboard } from "#src/api/dashboard/serve-dashboard.ts";
import { storeOf } from "#src/api/database/open-api-database.ts";
import { createLineLog } from "#src/api/http/line-log.ts";
import type { ApiApp, ApiLog } from "#src/api/http/parts.ts";
import { callerKey } from "#src/api/privacy/caller-hash.ts";
import { createLiveWords } from "#src/api/privacy/live-words.ts";
import { findRecordings } from "#src/api/privacy/recordings.ts";
import { startApi } from "#src/api/start-api.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { type ApiSettings, readSettings } from "#src/config/settings.ts";
import { describeError } from "#src/privacy/describe-error.ts";
import { quietOutput } from "#src/privacy/quiet-output.ts";
import { measureRequests } from "#src/telemetry/measure-requests.ts";
import { openTelemetry } from "#src/telemetry/telemetry.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { appVersion } from "./app-version.ts";
import { keyRing } from "./call-recordings.ts";
import { loadCheckedPacks } from "./checked-packs.ts";
import { buildDashboard } from "./dashboard-build.ts";
import { stopSignal } from "./stop-signal.ts";
import { dataFiles } from "./worker-parts.ts";

const unusable = 2;
/** What a collector that does not answer may hold up the end for. */
const telemetryLimitMs = 3_000;

try {
  await main();
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof PackError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(unusable);
}

async function main(): Promise<void> {
  const settings = readSettings(undefined, { mode: "api" });
  const stopped = stopSignal();
  const { promptsDir, listen } = settings;
  const log = createLineLog({
    level: settings.logLevel,
    write: (line) => process.stdout.write(line),
    now: Date.now,
  });
  const page = dashboard(log);
  const telemetry = await openTelemetry({
    settings: settings.telemetry,
    service: "ema-api",
    version: appVersion,
    onProblem: (reason) => log.warn("problem", { reason }),
  });
  const api = await startApi({
    store: storeOf(settings),
    access: { ...settings.access, canPlaceCalls: false },
    privacy: {
      callerKey: callerKey(settings.access.secret),
      recordings: findRecordings({
        folder: dataFiles(settings).recordings,
        ring: keyRing(settings.recordingKeys),
      }),
      words: createLiveWords({ now: Date.now }),
    },
    listen,
    ...(telemetry === undefined ? {} : { requests: measureRequests(telemetry.meters) }),
    webhooks: webhooksOf(settings),
    prices: readPrices(settings.prices),
    packs: loadCheckedPacks(promptsDir),
    promptsDir,
    log,
    now: Date.now,
    async extend(app) {
      const folder = await page;
      if (folder !== undefined)
        await app.register(async (scope: ApiApp) => serveDashboard(scope, { folder }));
    },
  });
  // What stops the start is said whole; from here on there are calls.
  quietOutput();
  log.info("listening", { port: listen.port });
  await stopped;
  log.info("stopping");
  await api.close();
  await telemetry?.close(telemetryLimitMs);
  log.info("stopped");
  process.exit(0);
}

/** Resolves to the page's folder. What agents tell is taken also where there is no page and it cannot be built. */
async function dashboard(log: ApiLog): Promise<string | undefined> {
  try {
    return await buildDashboard();
  } catch (error) {
    log.warn("no dashboard is served: it could not be built; npm run dashboard:build says why", {
      error: describeError(error),
    });
    return undefined;
  }
}

function webhooksOf({ webhooks }: ApiSettings): Parameters<typeof startApi>[0]["webhooks"] {
  const own = [...webhooks.own].map(([workspaceId, { secret, signingKey }]) => {
    const keys = {
      ...(secret === undefined ? {} : { secret: secret.reveal() }),
      ...(signingKey === undefined ? {} : { signingKey: signingKey.reveal() }),
    };
    return [workspaceId, keys] as const;
  });
  return {
    shared: { secret: webhooks.secret.reveal(), signingKey: webhooks.signingKey?.reveal() },
    own: new Map(own),
  };
}
