/** The environment variables that EMA reads: what each must be, and how to get or mend it. */
import { isPossiblePhoneNumber } from "libphonenumber-js/min";
import { z } from "zod";
import { Secret } from "./secret.ts";

/** A message says what was found, to follow "is". */
const text = z.string().regex(/^\S+$/, "a text with white space in it");
const secret = text.transform((value) => new Secret(value));
const path = z.string().regex(/^\S(.*\S)?$/, "a text with white space around it");

/** Who knows it can join every call. `livekit-server` only logs an error when it is shorter, and in `--dev` not even that. */
const liveKitSecret = z
  .string()
  .regex(/^\S+$/, { error: "a text with white space in it", abort: true })
  .min(32, "a text of fewer than the 32 characters that livekit-server asks for")
  .transform((value) => new Secret(value));

/** Who knows it can make a session of anybody's. */
const authSecret = z
  .string()
  .regex(/^\S+$/, { error: "a text with white space in it", abort: true })
  .min(32, "a text of fewer than 32 characters")
  .transform((value) => new Secret(value));

const telephoneNumber = z
  .string()
  .refine((value) => /^\+\d+$/.test(value) && isPossiblePhoneNumber(value), "not an E.164 telephone number");

function wholeNumber(least: number, most: number, found = `not a whole number from ${least} to ${most}`) {
  return z
    .string()
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most, found)
    .transform(Number);
}

/** `standardwebhooks` takes 24 to 64 bytes after the prefix. */
const signingKey = z
  .string()
  .refine((value) => value.startsWith("whsec_"), { message: "a text without the prefix whsec_", abort: true })
  .refine((value) => z.base64().min(1).safeParse(value.slice("whsec_".length)).success, {
    message: "a text that is not base64 after whsec_",
    abort: true,
  })
  .refine(
    (value) => {
      const { length } = Buffer.from(value.slice("whsec_".length), "base64");
      return length >= 24 && length <= 64;
    },
    { message: "a key that is not 24 to 64 bytes long", abort: true },
  )
  .transform((value) => new Secret(value));

const aesKey = z
  .string()
  .refine((value) => z.base64().safeParse(value).success, {
    message: "a text that is not base64",
    abort: true,
  })
  .refine((value) => Buffer.from(value, "base64").length === 32, {
    message: "a key that is not 32 bytes long",
    abort: true,
  })
  .transform((value) => new Secret(value));

/** `id:key`, separated by commas: the first one is used for new recordings, all of them open old ones. */
const recordingKeys = z
  .string()
  .transform((value) => value.split(",").map((each) => each.trim()))
  .refine((pairs) => pairs.every((pair) => /^[a-z0-9][a-z0-9-]*:/.test(pair)), {
    message: "a text that is not id:key, its ids of lower-case letters, digits and hyphens",
    abort: true,
  })
  .transform((pairs) => pairs.map((pair) => [idOf(pair), pair.slice(idOf(pair).length + 1)] as const))
  .refine((pairs) => new Set(pairs.map(([id]) => id)).size === pairs.length, {
    message: "a list in which an id occurs twice",
    abort: true,
  })
  .refine((pairs) => pairs.every(([, key]) => aesKey.safeParse(key).success), {
    message: "a list in which a key is not 32 bytes in base64",
    abort: true,
  })
  .transform((pairs) => pairs.map(([id, key]) => ({ id, key: new Secret(key) })));

const idOf = (pair: string): string => pair.slice(0, pair.indexOf(":"));

/** The first one writes, the others are older ones that still read. */
const aesKeys = z
  .string()
  .transform((value) => value.split(","))
  .pipe(z.array(aesKey));

/** Bears a password, so it is kept whole and hidden. */
const databaseUrl = z
  .string()
  .refine((value) => URL.canParse(value), { message: "a text that is not a URL", abort: true })
  .refine((value) => ["postgres:", "postgresql:"].includes(new URL(value).protocol), {
    message: "a URL that does not begin with postgres:// or postgresql://",
    abort: true,
  })
  .refine((value) => new URL(value).pathname.length > 1, { message: "a URL without a database's name" })
  .transform((value) => new Secret(value));

/** Ends without a slash, so that paths can be appended. */
function address(protocols: readonly string[], rule: { path: boolean }) {
  return z
    .string()
    .refine((value) => URL.canParse(value), { message: "a text that is not a URL", abort: true })
    .transform((value) => new URL(value))
    .refine((url) => protocols.includes(url.protocol), {
      message: `a URL that does not begin with ${protocols.map((each) => `${each}//`).join(" or ")}`,
    })
    .refine((url) => url.username === "" && url.password === "", { message: "a URL with credentials in it" })
    .refine((url) => url.search === "" && url.hash === "", { message: "a URL with a query or fragment" })
    .refine((url) => rule.path || url.pathname === "/", { message: "a URL with a path" })
    .transform((url) => url.href.replace(/\/+$/, ""));
}

/** `name=value`, separated by commas, values percent-encoded, as the OpenTelemetry specification has it. */
const pairs = z
  .string()
  .transform((value) => value.split(",").map((each) => each.trim()))
  .refine((each) => each.every((pair) => /^[\w.!#$&'*+^`|~/-]+ *= *\S/.test(pair) && isEncoded(pair)), {
    message: "a text that is not name=value, with commas between them",
    abort: true,
  })
  .transform((each) =>
    each.map((pair): [name: string, value: string] => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
    }),
  );

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Keys of collectors are in them. */
const secretPairs = pairs.transform((each) =>
  each.map(([name, value]): [name: string, value: Secret] => [name, new Secret(value)]),
);

/** Every variable as it is when given; which ones must be given depends on the mode. */
export const environmentSchema = z.object({
  DEEPGRAM_API_KEY: secret.optional(),
  DEEPGRAM_URL: address(["wss:", "ws:"], { path: false }).default("wss://api.deepgram.com"),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_URL: address(["https:", "http:"], { path: true }).default("https://api.openai.com/v1"),
  OPENAI_MODEL: text.default("gpt-4o"),
  OPENAI_SECOND_MODEL: text.default("gpt-4o-mini"),
  EMA_API_URL: address(["https:", "http:"], { path: true }).optional(),
  EMA_WEBHOOK_SECRET: secret.optional(),
  EMA_WEBHOOK_SIGNING_KEY: signingKey.optional(),
  DATABASE_URL: databaseUrl.optional(),
  EMA_API_HOST: text.default("127.0.0.1"),
  EMA_API_PORT: wholeNumber(1, 65_535, "not a port number").default(4100),
  EMA_PRICES: path.optional(),
  LIVEKIT_URL: address(["wss:", "ws:"], { path: false }).optional(),
  LIVEKIT_API_KEY: text.optional(),
  LIVEKIT_API_SECRET: liveKitSecret.optional(),
  EMA_AGENT_NAME: text.default("ema"),
  EMA_MAX_CALLS: wholeNumber(1, 200).default(10),
  EMA_IDLE_PROCESSES: wholeNumber(1, 50).default(4),
  EMA_DRAIN_SECONDS: wholeNumber(10, 3600).default(270),
  EMA_WORKSPACES: z.enum(["folder", "api"], { error: "an unknown source" }).default("folder"),
  EMA_FALLBACK_NUMBER: telephoneNumber.optional(),
  EMA_DATA_DIR: path.default(".ema"),
  EMA_DATA_KEY: aesKeys.optional(),
  EMA_CALL_LOG_KEY: aesKey.optional(),
  EMA_RECORDING_KEYS: recordingKeys.default([]),
  EMA_PROMPTS_DIR: path.default("prompts"),
  EMA_AUTH_SECRET: authSecret.optional(),
  EMA_PUBLIC_URL: address(["https:", "http:"], { path: false }).optional(),
  EMA_TRUST_PROXY: wholeNumber(0, 9).default(0),
  EMA_HEALTH_PORT: wholeNumber(1, 65_535, "not a port number").optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: address(["https:", "http:"], { path: true }).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: secretPairs.default([]),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(["http/protobuf"], { error: "a protocol that is not spoken" })
    .default("http/protobuf"),
  OTEL_METRIC_EXPORT_INTERVAL: wholeNumber(1000, 3_600_000).default(60_000),
  OTEL_RESOURCE_ATTRIBUTES: pairs.default([]),
  OTEL_SERVICE_NAME: text.optional(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], { error: "an unknown level" })
    .default("info"),
});

export type Environment = z.infer<typeof environmentSchema>;
export type Variable = keyof Environment;

export const remedies = {
  DEEPGRAM_API_KEY: "create a key at https://console.deepgram.com and set it whole, without spaces",
  DEEPGRAM_URL: "set the origin alone, such as wss://api.deepgram.com, or leave it out",
  OPENAI_API_KEY: "create a key at https://platform.openai.com/api-keys and set it whole, without spaces",
  OPENAI_URL: "set a URL such as https://api.openai.com/v1 or leave it out",
  OPENAI_SECOND_MODEL:
    "set the name of the model that answers when the first fails, such as gpt-4o-mini, or leave it out",
  OPENAI_MODEL: "set a model's name such as gpt-4o or leave it out",
  EMA_API_URL: "set the URL of the EMA API that takes the webhooks, such as https://ema.example.com",
  EMA_WEBHOOK_SECRET:
    "set the secret that the EMA API expects in X-Webhook-Secret, for instance from `openssl rand -hex 32`",
  EMA_WEBHOOK_SIGNING_KEY: 'set "whsec_" and the output of `openssl rand -base64 32`, or leave it out',
  DATABASE_URL:
    "set the address of a PostgreSQL database, such as postgres://ema:…@localhost:5432/ema, or leave it out to keep everything in EMA_DATA_DIR",
  EMA_API_HOST: "set the address on which the API listens, such as 127.0.0.1 or 0.0.0.0, or leave it out",
  EMA_API_PORT: "set a port from 1 to 65535 on which the API listens, or leave it out",
  EMA_PRICES: "set the path of a file with prices, or leave it out for list prices",
  LIVEKIT_URL: "set the origin alone of the LiveKit server, such as wss://livekit.example.com",
  LIVEKIT_API_KEY: "set the name of a key pair that the LiveKit server knows, without spaces",
  LIVEKIT_API_SECRET:
    "set the secret of LIVEKIT_API_KEY as the LiveKit server knows it, for instance from `openssl rand -hex 32`",
  EMA_AGENT_NAME: "set the name that LiveKit's dispatch rules give, such as ema, or leave it out",
  EMA_MAX_CALLS: "set how many calls this machine takes at once, such as 10, or leave it out",
  EMA_IDLE_PROCESSES: "set how many processes wait for the next callers, such as 4, or leave it out",
  EMA_DRAIN_SECONDS: "set for how many seconds calls may go on after SIGTERM, such as 270, or leave it out",
  EMA_WORKSPACES: "set one of folder, api or leave it out",
  EMA_FALLBACK_NUMBER:
    "set the number of a person who takes callers that no workspace answers, such as +15555550100, or leave it out",
  EMA_DATA_DIR: "set a folder such as .ema or leave it out",
  EMA_DATA_KEY:
    "set the output of `openssl rand -base64 32`, followed after commas by the keys that it replaces, or leave it out",
  EMA_CALL_LOG_KEY: "set the output of `openssl rand -base64 32`, or leave it out",
  EMA_RECORDING_KEYS:
    'set a name, a colon and the output of `openssl rand -base64 32`, such as "2026-11:…", older ones after it with commas, or leave it out',
  EMA_PROMPTS_DIR: "set a folder such as prompts or leave it out",
  EMA_AUTH_SECRET: "set the output of `openssl rand -hex 32`, the same for every process of the API",
  EMA_PUBLIC_URL:
    "set the origin alone at which people reach the dashboard, such as https://ema.example.com, or leave it out",
  EMA_TRUST_PROXY: "set how many proxies stand before the API, such as 1, or leave it out",
  EMA_HEALTH_PORT: "set a port from 1 to 65535 on which /healthz is to be answered, or leave it out",
  OTEL_EXPORTER_OTLP_ENDPOINT:
    "set the URL at which a collector takes OTLP by HTTP, such as http://127.0.0.1:4318, or leave it out to export nothing",
  OTEL_EXPORTER_OTLP_HEADERS: "set what the collector asks for, such as api-key=…, or leave it out",
  OTEL_EXPORTER_OTLP_PROTOCOL: "set http/protobuf or leave it out",
  OTEL_METRIC_EXPORT_INTERVAL:
    "set the milliseconds between two exports of metrics, such as 60000, or leave it out",
  OTEL_RESOURCE_ATTRIBUTES:
    "set attributes of all that is exported, such as deployment.environment.name=production, or leave it out",
  OTEL_SERVICE_NAME: "set a name of this service, such as ema-agent, or leave it out",
  LOG_LEVEL: "set one of trace, debug, info, warn, error, fatal, silent or leave it out",
} satisfies Record<Variable, string>;

/** Variables that a workspace can have of its own: each is followed by the workspace's name. */
export const workspaceVariables = {
  EMA_WEBHOOK_SECRET_: { schema: secret, remedy: remedies.EMA_WEBHOOK_SECRET },
  EMA_WEBHOOK_SIGNING_KEY_: { schema: signingKey, remedy: remedies.EMA_WEBHOOK_SIGNING_KEY },
} as const;
