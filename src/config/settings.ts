/** What the environment says, checked once at start-up. Nothing else reads `process.env`. */
import { environmentSchema, remedies, type Environment, type Variable } from "./environment.ts";
import type { Secret } from "./secret.ts";
import { SettingsError } from "./settings-error.ts";
import { type TelemetrySettings, telemetrySettings } from "./telemetry.ts";
import { type OwnWebhookSecrets, readWorkspaceWebhooks, type WebhookSecrets } from "./workspace-webhooks.ts";

/**
 * `live` speaks to the vendors; `worker` also to LiveKit, whose calls it takes; `telephone` to LiveKit alone; `keyless` runs
 * on the local engines and needs no variable at all; `api` takes what agents tell, and speaks to its database.
 */
export type Mode = "live" | "worker" | "telephone" | "keyless" | "api";

/** As far as all modes have it; live, nothing that a call needs is absent. */
export interface Settings {
  mode: Mode;
  deepgram: { apiKey: Secret | undefined; url: string };
  openai: { apiKey: Secret | undefined; url: string; model: string; secondModel: string };
  webhooks: { url: string | undefined; secret: Secret | undefined; signingKey: Secret | undefined };
  /** Folder of the queue and everything else that outlives a restart. */
  dataDir: string;
  /** 32 bytes each in base64, for what waits in the webhook queue: the first one writes, all read. */
  dataKeys: readonly Secret[];
  promptsDir: string;
  /** 32 bytes in base64, for the logs of calls whose workspace asks for encrypted ones. */
  callLogKey: Secret | undefined;
  /** Master keys of recordings: the first for new ones, the others for old ones; none: nothing is recorded. */
  recordingKeys: Environment["EMA_RECORDING_KEYS"];
  /** With its password; absent: the API's database is a folder below `dataDir`, of one process alone. */
  databaseUrl: Secret | undefined;
  access: {
    /** Signs the cookies of sessions. */
    secret: Secret | undefined;
    /** Origin at which people reach the dashboard; absent: the one that the API listens at. */
    publicUrl: string | undefined;
    /** How many proxies in front of the API are believed about where a request came from. */
    trustedProxies: number;
  };
  /** Where the API is reached. */
  listen: { host: string; port: number };
  /** Port of `/healthz`; absent: it is not answered. */
  healthPort: number | undefined;
  /** Absent: nothing is measured, and nothing sent. */
  telemetry: TelemetrySettings | undefined;
  logLevel: Environment["LOG_LEVEL"];
}

export interface LiveSettings extends Settings {
  mode: "live" | "worker";
  deepgram: { apiKey: Secret; url: string };
  openai: { apiKey: Secret; url: string; model: string; secondModel: string };
  webhooks: WebhookSecrets & {
    url: string;
    /** The workspace's own secrets; what it has not of its own is everybody's. */
    of(workspaceId: string): WebhookSecrets;
  };
}

interface LiveKitSettings {
  url: string;
  apiKey: string;
  apiSecret: Secret;
  /** As LiveKit's dispatch rules give it. */
  agentName: string;
}

export interface TelephoneSettings extends Settings {
  mode: "telephone";
  livekit: LiveKitSettings;
}

export interface WorkerSettings extends LiveSettings {
  mode: "worker";
  livekit: LiveKitSettings;
  capacity: {
    /** Calls at once on this machine. */
    maxCalls: number;
    /** Processes kept ready for the next callers. */
    idleProcesses: number;
    /** How long running calls may go on after SIGTERM. */
    drainMs: number;
  };
  /** Where packs come from: `promptsDir`, or the EMA API. */
  workspaces: Environment["EMA_WORKSPACES"];
  /** E.164: who gets callers of a number that no workspace answers. */
  fallbackNumber: string | undefined;
}

export interface ApiSettings extends Settings {
  mode: "api";
  webhooks: WebhookSecrets & {
    url: string | undefined;
    /** By workspace, what it has of its own. */
    own: OwnWebhookSecrets;
  };
  access: Settings["access"] & { secret: Secret; publicUrl: string };
  /** Path of a file with prices that differ from the list. */
  prices: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Throws `SettingsError` for the first variable that is missing or wrong. An empty variable counts as absent. */
export function readSettings(env?: Variables, options?: { mode: "live" }): LiveSettings;
export function readSettings(env: Variables | undefined, options: { mode: "worker" }): WorkerSettings;
export function readSettings(env: Variables | undefined, options: { mode: "telephone" }): TelephoneSettings;
export function readSettings(env: Variables | undefined, options: { mode: "api" }): ApiSettings;
export function readSettings(env: Variables | undefined, options: { mode: Mode }): Settings;
export function readSettings(
  env: Variables = process.env,
  { mode }: { mode: Mode } = { mode: "live" },
): Settings | TelephoneSettings {
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  const environment = parseEnvironment(given);
  const own = readWorkspaceWebhooks(given);
  if (mode === "worker") return workerSettings(environment, own);
  if (mode === "live") return liveSettings(environment, own);
  if (mode === "api") return apiSettings(environment, own);
  if (mode === "telephone")
    return { mode, ...commonSettings(environment), livekit: liveKitSettings(environment) };
  return { mode, ...commonSettings(environment) };
}

function workerSettings(environment: Environment, own: OwnWebhookSecrets): WorkerSettings {
  return {
    ...liveSettings(environment, own),
    mode: "worker",
    livekit: liveKitSettings(environment),
    capacity: {
      maxCalls: environment.EMA_MAX_CALLS,
      idleProcesses: environment.EMA_IDLE_PROCESSES,
      drainMs: environment.EMA_DRAIN_SECONDS * 1000,
    },
    workspaces: environment.EMA_WORKSPACES,
    fallbackNumber: environment.EMA_FALLBACK_NUMBER,
  };
}

const liveKitSettings = (environment: Environment): LiveKitSettings => ({
  url: needed("LIVEKIT_URL", environment.LIVEKIT_URL),
  apiKey: needed("LIVEKIT_API_KEY", environment.LIVEKIT_API_KEY),
  apiSecret: needed("LIVEKIT_API_SECRET", environment.LIVEKIT_API_SECRET),
  agentName: environment.EMA_AGENT_NAME,
});

function liveSettings(environment: Environment, own: OwnWebhookSecrets): LiveSettings {
  const common = commonSettings(environment);
  const deepgram = { ...common.deepgram, apiKey: needed("DEEPGRAM_API_KEY", environment.DEEPGRAM_API_KEY) };
  const openai = { ...common.openai, apiKey: needed("OPENAI_API_KEY", environment.OPENAI_API_KEY) };
  const url = needed("EMA_API_URL", environment.EMA_API_URL);
  const everybodys: WebhookSecrets = {
    secret: needed("EMA_WEBHOOK_SECRET", environment.EMA_WEBHOOK_SECRET),
    signingKey: environment.EMA_WEBHOOK_SIGNING_KEY,
  };
  const of = (workspaceId: string) => ({ ...everybodys, ...own.get(workspaceId) });
  return { ...common, mode: "live", deepgram, openai, webhooks: { ...everybodys, url, of } };
}

function apiSettings(environment: Environment, own: OwnWebhookSecrets): ApiSettings {
  const { webhooks, ...common } = commonSettings(environment);
  const secret = needed("EMA_WEBHOOK_SECRET", environment.EMA_WEBHOOK_SECRET);
  return {
    ...common,
    mode: "api",
    webhooks: { ...webhooks, secret, own },
    access: {
      ...common.access,
      secret: needed("EMA_AUTH_SECRET", environment.EMA_AUTH_SECRET),
      publicUrl:
        environment.EMA_PUBLIC_URL ?? `http://${environment.EMA_API_HOST}:${environment.EMA_API_PORT}`,
    },
    prices: environment.EMA_PRICES,
  };
}

function commonSettings(environment: Environment): Omit<Settings, "mode"> {
  return {
    deepgram: { apiKey: environment.DEEPGRAM_API_KEY, url: environment.DEEPGRAM_URL },
    openai: {
      apiKey: environment.OPENAI_API_KEY,
      url: environment.OPENAI_URL,
      model: environment.OPENAI_MODEL,
      secondModel: environment.OPENAI_SECOND_MODEL,
    },
    webhooks: {
      url: environment.EMA_API_URL,
      secret: environment.EMA_WEBHOOK_SECRET,
      signingKey: environment.EMA_WEBHOOK_SIGNING_KEY,
    },
    dataDir: environment.EMA_DATA_DIR,
    dataKeys: environment.EMA_DATA_KEY ?? [],
    promptsDir: environment.EMA_PROMPTS_DIR,
    callLogKey: environment.EMA_CALL_LOG_KEY,
    recordingKeys: environment.EMA_RECORDING_KEYS,
    databaseUrl: environment.DATABASE_URL,
    access: {
      secret: environment.EMA_AUTH_SECRET,
      publicUrl: environment.EMA_PUBLIC_URL,
      trustedProxies: environment.EMA_TRUST_PROXY,
    },
    listen: { host: environment.EMA_API_HOST, port: environment.EMA_API_PORT },
    healthPort: environment.EMA_HEALTH_PORT,
    telemetry: telemetrySettings(environment),
    logLevel: environment.LOG_LEVEL,
  };
}

function parseEnvironment(given: Variables): Environment {
  const result = environmentSchema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const variable = Object.keys(remedies).find((name): name is Variable => name === issue?.path[0]);
  // The zod error is not kept as the cause: it could be printed, and with it a part of the value.
  if (issue === undefined || variable === undefined) throw new Error("An unknown variable was refused.");
  throw new SettingsError(variable, issue.message, remedies[variable]);
}

function needed<Value>(variable: Variable, value: Value | undefined): Value {
  if (value === undefined) throw new SettingsError(variable, "missing", remedies[variable]);
  return value;
}
