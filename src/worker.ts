/** `npm run worker`: takes calls from LiveKit until it is told to stop. */
import { fileURLToPath } from "node:url";
import { initializeLogger, log } from "@livekit/agents";
import { AgentDispatchClient, RoomServiceClient, ServerError, SipClient } from "livekit-server-sdk";
import { keepCompiledCode } from "#src/config/compile-cache.ts";
import { startChartRelay } from "#src/inspect/relay/chart-relay.ts";
import { openWatchClient } from "#src/inspect/watch/watch-client.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings, type WorkerSettings } from "#src/config/settings.ts";
import { type CallServer, createCallServer } from "#src/livekit/call-server.ts";
import { startPatrol } from "#src/livekit/patrol.ts";
import { startRescue } from "#src/livekit/rescue.ts";
import { describeFailure, TelephoneError } from "#src/livekit/telephone-error.ts";
import { oldestWaiting, readInventory } from "#src/outbox/inventory.ts";
import type { WebhookOutbox } from "#src/outbox/outbox-types.ts";
import { QueueError } from "#src/outbox/queue-error.ts";
import { quietOutput } from "#src/privacy/quiet-output.ts";
import { measureOutbox } from "#src/telemetry/measure-outbox.ts";
import { serveReports } from "#src/telemetry/report-socket.ts";
import { openTelemetry } from "#src/telemetry/telemetry.ts";
import { checkDeepgramKey, RefusedKey } from "#src/voice/deepgram-key.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { appVersion } from "./app-version.ts";
import { serveHealth } from "./health.ts";
import { forgetWarmed, isWarmed } from "./warmed.ts";
import { openWorkspaces, type Workspaces } from "./worker-workspaces.ts";
import { dataFiles, liveKitApi, openSharedOutbox, providersOf } from "./worker-parts.ts";

/** Webhooks that are left when the last call has ended; what is not delivered by then waits on disk. */
const flushLimitMs = 10_000;
/** What a collector that does not answer may hold up the end for. */
const telemetryLimitMs = 3_000;

try {
  await main();
} catch (error) {
  const expected =
    error instanceof SettingsError ||
    error instanceof PackError ||
    error instanceof TelephoneError ||
    error instanceof QueueError ||
    error instanceof RefusedKey;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}

async function main(): Promise<void> {
  const settings = readSettings(undefined, { mode: "worker" });
  initializeLogger({ pretty: false, level: settings.logLevel });
  const stopping = stopSignal();
  let server: CallServer | undefined;
  let outbox: WebhookOutbox | undefined;
  if (settings.healthPort !== undefined)
    await serveHealth(
      settings.healthPort,
      async () => {
        if (stopping.signal.aborted) return "draining";
        if (server === undefined || !isWarmed(dataFiles(settings).warmed)) return "starting";
        return (await server.isRegistered()) ? undefined : "not registered with LiveKit";
      },
      () => (outbox === undefined ? {} : { webhooks: { ...outbox.pending() } }),
    );

  await checkKeys(settings);
  const problem = (reason: string): void => log().warn({ reason }, "problem");
  const workspaces = await openWorkspaces(settings, problem);
  outbox = openSharedOutbox(settings, (id) => workspaces.wantsOptIn(id), problem);
  const measuring = await measure(settings, outbox, problem);
  // What stops the start is said whole; from here on there are calls.
  quietOutput();
  const watches = watchCalls(settings, outbox, problem);
  const charts = showCharts(settings, problem);
  keepCompiledCode(dataFiles(settings).compiled);
  forgetWarmed(dataFiles(settings).warmed);
  const { apiSecret, ...livekit } = settings.livekit;
  server = await createCallServer({
    jobFile: fileURLToPath(new URL("job.ts", import.meta.url)),
    livekit: { ...livekit, apiSecret: apiSecret.reveal() },
    maxCalls: settings.capacity.maxCalls,
    idleProcesses: settings.capacity.idleProcesses,
    logLevel: settings.logLevel,
  });
  const failed = server.run();
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener("abort", () => resolve());
    if (stopping.signal.aborted) resolve();
  });
  await Promise.race([failed, stopped]);
  await stop({ settings, server, outbox, workspaces, watches, charts, measuring });
}

interface Parts {
  settings: WorkerSettings;
  server: CallServer;
  outbox: WebhookOutbox;
  workspaces: Workspaces;
  watches: { close(): void };
  charts: { close(): void };
  measuring: { close(): Promise<void> };
}

/** No new call; those that are going on end by themselves, or are handed to a human when the time is over. */
async function stop({
  settings,
  server,
  outbox,
  workspaces,
  watches,
  charts,
  measuring,
}: Parts): Promise<never> {
  workspaces.close();
  log().info({ calls: server.calls() }, "stopping, no new calls");
  if (!(await server.drain(settings.capacity.drainMs)))
    log().warn({ calls: server.calls() }, "calls are still going on, their callers are handed to a human");
  watches.close();
  charts.close();
  await server.close();
  const left = await outbox.flush(flushLimitMs).catch(() => undefined);
  // What is left in the queue is measured once more.
  await measuring.close();
  await outbox.close();
  log().info({ webhooksLeft: left }, "stopped");
  process.exit(0);
}

/** A key that is refused stops the start; a provider that is away does not, it is reported and tried again. */
async function checkKeys(settings: WorkerSettings): Promise<void> {
  try {
    await new RoomServiceClient(...liveKitApi(settings)).listRooms(["none"]);
  } catch (error) {
    const failure = describeFailure(error, settings.livekit.url);
    if (!(failure instanceof TelephoneError)) throw failure;
    if (error instanceof ServerError && [401, 403].includes(error.status)) throw failure;
    log().warn({ reason: failure.message }, "problem");
  }
  await checkDeepgramKey(providersOf(settings).deepgram);
}

/** For all calls of this machine, which tell what they measured; nothing where no collector is configured. */
async function measure(
  settings: WorkerSettings,
  outbox: WebhookOutbox,
  onProblem: (reason: string) => void,
): Promise<{ close(): Promise<void> }> {
  const telemetry = await openTelemetry({
    settings: settings.telemetry,
    service: "ema-agent",
    version: appVersion,
    onProblem,
  });
  if (telemetry === undefined) return { close: async () => {} };
  measureOutbox(telemetry.meters, () => ({
    ...outbox.pending(),
    oldestSince: oldestWaiting(readInventory(dataFiles(settings).outbox)),
  }));
  const reports = serveReports(dataFiles(settings).telemetry, telemetry.report, onProblem);
  return {
    async close() {
      reports.close();
      await telemetry.close(telemetryLimitMs);
    },
  };
}

/** Callers whose process died, here or elsewhere, are not left alone. */
function watchCalls(
  settings: WorkerSettings,
  outbox: WebhookOutbox,
  onProblem: (reason: string) => void,
): { close(): void } {
  const { agentName } = settings.livekit;
  const api = liveKitApi(settings);
  const rooms = new RoomServiceClient(...api);
  const dispatch = new AgentDispatchClient(...api);
  const sip = new SipClient(...api);
  const rescue = startRescue({
    folder: dataFiles(settings).running,
    rooms,
    dispatch,
    sip,
    outbox,
    agentName,
    onProblem,
    onRescued: (rescued) => log().warn(rescued, "a call's process died"),
  });
  const patrol = startPatrol({
    rooms,
    dispatch,
    agentName,
    onProblem,
    onFound: (found) => log().warn(found, "patrol"),
  });
  return {
    close() {
      rescue.close();
      patrol.close();
    },
  };
}

/** Calls of all processes on this machine, to whoever looks at them through the API. */
function showCharts(settings: WorkerSettings, onProblem: (reason: string) => void): { close(): void } {
  const client = openWatchClient(dataFiles(settings).watch);
  const relay = startChartRelay({
    client,
    url: settings.webhooks.url,
    secretOf: (workspaceId) => settings.webhooks.of(workspaceId).secret.reveal(),
    onProblem,
  });
  return {
    close() {
      relay.close();
      client.close();
    },
  };
}

/** Aborted by the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(): AbortController {
  const stopping = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(1);
      stopping.abort();
    });
  return stopping;
}
