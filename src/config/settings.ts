/** What the environment says, checked once at start-up. Nothing else reads `process.env`. */
import { environmentSchema, remedies, type Environment, type Variable } from "./environment.ts";
import type { Secret } from "./secret.ts";
import { SettingsError } from "./settings-error.ts";

/** `live` speaks to the vendors; `keyless` runs on the local engines and needs no variable at all. */
export type Mode = "live" | "keyless";

/** As far as both modes have it; live, nothing that a call needs is absent. */
export interface Settings {
  mode: Mode;
  deepgram: { apiKey: Secret | undefined; url: string };
  openai: { apiKey: Secret | undefined; url: string; model: string };
  webhooks: { url: string | undefined; secret: Secret | undefined; signingKey: Secret | undefined };
  /** Folder of the queue and everything else that outlives a restart. */
  dataDir: string;
  promptsDir: string;
  /** Port of `/healthz`; absent: it is not answered. */
  healthPort: number | undefined;
  logLevel: Environment["LOG_LEVEL"];
}

export interface LiveSettings extends Settings {
  mode: "live";
  deepgram: { apiKey: Secret; url: string };
  openai: { apiKey: Secret; url: string; model: string };
  webhooks: { url: string; secret: Secret; signingKey: Secret | undefined };
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Throws `SettingsError` for the first variable that is missing or wrong. An empty variable counts as absent. */
export function readSettings(env?: Variables, options?: { mode: "live" }): LiveSettings;
export function readSettings(env: Variables | undefined, options: { mode: Mode }): Settings;
export function readSettings(
  env: Variables = process.env,
  { mode }: { mode: Mode } = { mode: "live" },
): Settings {
  const environment = parseEnvironment(env);
  return mode === "live" ? liveSettings(environment) : { mode, ...commonSettings(environment) };
}

function liveSettings(environment: Environment): LiveSettings {
  const common = commonSettings(environment);
  return {
    ...common,
    mode: "live",
    deepgram: { ...common.deepgram, apiKey: needed("DEEPGRAM_API_KEY", environment.DEEPGRAM_API_KEY) },
    openai: { ...common.openai, apiKey: needed("OPENAI_API_KEY", environment.OPENAI_API_KEY) },
    webhooks: {
      ...common.webhooks,
      url: needed("EMA_API_URL", environment.EMA_API_URL),
      secret: needed("EMA_WEBHOOK_SECRET", environment.EMA_WEBHOOK_SECRET),
    },
  };
}

function commonSettings(environment: Environment): Omit<Settings, "mode"> {
  return {
    deepgram: { apiKey: environment.DEEPGRAM_API_KEY, url: environment.DEEPGRAM_URL },
    openai: {
      apiKey: environment.OPENAI_API_KEY,
      url: environment.OPENAI_URL,
      model: environment.OPENAI_MODEL,
    },
    webhooks: {
      url: environment.EMA_API_URL,
      secret: environment.EMA_WEBHOOK_SECRET,
      signingKey: environment.EMA_WEBHOOK_SIGNING_KEY,
    },
    dataDir: environment.EMA_DATA_DIR,
    promptsDir: environment.EMA_PROMPTS_DIR,
    healthPort: environment.EMA_HEALTH_PORT,
    logLevel: environment.LOG_LEVEL,
  };
}

function parseEnvironment(env: Variables): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
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
