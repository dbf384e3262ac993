import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { readSettings } from "#src/config/settings.ts";
import { environmentSchema } from "#src/config/environment.ts";
import { environmentOf, readDockerfile } from "./dockerfile.ts";
import { readYaml } from "./yaml.ts";

/** The part of Render's blueprint specification that we use, by its names and bounds. */
const region = z.enum(["oregon", "ohio", "virginia", "frankfurt", "singapore"]);
const databaseSchema = z.strictObject({
  name: z.string(),
  databaseName: z.string(),
  user: z.string(),
  plan: z.templateLiteral([
    z.enum(["basic", "pro", "accelerated"]),
    "-",
    z.enum(["256mb", "1gb", "4gb", "8gb"]),
  ]),
  region,
  postgresMajorVersion: z.string().regex(/^\d+$/),
  ipAllowList: z.tuple([]),
});
const serviceFields = {
  name: z.string(),
  runtime: z.literal("docker"),
  dockerfilePath: z.string(),
  region,
  plan: z.enum(["starter", "standard", "pro", "pro plus", "pro max", "pro ultra"]),
  autoDeployTrigger: z.enum(["commit", "checksPass", "off"]),
  maxShutdownDelaySeconds: z.int().min(1).max(300),
  envVars: z.array(
    z.union([
      z.strictObject({ key: z.string(), value: z.string() }),
      z.strictObject({ key: z.string(), sync: z.literal(false) }),
      z.strictObject({ key: z.string(), generateValue: z.literal(true) }),
      z.strictObject({
        key: z.string(),
        fromDatabase: z.strictObject({ name: z.string(), property: z.literal("connectionString") }),
      }),
    ]),
  ),
};
const workerSchema = z.strictObject({
  ...serviceFields,
  type: z.literal("worker"),
  numInstances: z.literal(1, "a service with a disk is one instance"),
  disk: z.strictObject({ name: z.string(), mountPath: z.string(), sizeGB: z.int().min(1) }),
});
const webSchema = z.strictObject({
  ...serviceFields,
  type: z.literal("web"),
  numInstances: z.int().min(1),
  dockerCommand: z.string(),
  healthCheckPath: z.string(),
});
const {
  services: [api, ...workers],
  databases: [database],
} = readYaml(
  "render.yaml",
  z.strictObject({
    databases: z.tuple([databaseSchema]),
    services: z.tuple([webSchema, workerSchema, workerSchema]),
  }),
);
const [first, second] = workers;

it("has two workers that differ in name alone", () => {
  const named = (worker: typeof first) => JSON.stringify(worker).replaceAll(worker.name, "NAME");

  expect(first.name).not.toBe(second.name);
  expect(named(first)).toBe(named(second));
});

it("builds from the Dockerfile, and keeps the image's data folder on the disk", () => {
  expect([api, ...workers].filter(({ dockerfilePath }) => !existsSync(dockerfilePath))).toEqual([]);
  expect(first.disk.mountPath).toBe(environmentOf(readDockerfile().at(-1))["EMA_DATA_DIR"]);
});

it("asks for every variable that the worker needs, and for none that it does not know", () => {
  const given = environmentOfService(first);

  expect(Object.keys(given).filter((key) => !(key in environmentSchema.shape))).toEqual([]);
  expect(() => readSettings(given, { mode: "worker" })).not.toThrow();
});

it("starts the API with all that it needs, where Render looks for a web service and ends TLS", () => {
  const given = environmentOfService(api);
  const { listen, access, databaseUrl } = readSettings(given, { mode: "api" });

  expect(Object.keys(given).filter((key) => !(key in environmentSchema.shape))).toEqual([]);
  expect(api.dockerCommand).toBe("node src/api.ts");
  expect(api.healthCheckPath).toBe("/readyz");
  expect(listen).toEqual({ host: "0.0.0.0", port: 10_000 });
  expect(access.trustedProxies).toBe(1);
  expect(access.publicUrl).toBe("https://ema.example.com");
  expect(databaseUrl?.reveal()).toBe(examples["DATABASE_URL"]);
});

it("keeps the API's database beside it, out of reach for others", () => {
  expect(api.envVars).toContainEqual({
    key: "DATABASE_URL",
    fromDatabase: { name: database.name, property: "connectionString" },
  });
  expect(database).toMatchObject({ region: api.region, ipAllowList: [] });
});

it("leaves time to hand callers over after the drain", () => {
  const drain = Number(environmentOfService(first)["EMA_DRAIN_SECONDS"]);

  expect(first.maxShutdownDelaySeconds - drain).toBeGreaterThanOrEqual(100);
});

/** As Render gives it, what is asked for or made there being an example. */
function environmentOfService({ envVars }: Pick<typeof api, "envVars">): Record<string, string | undefined> {
  return Object.fromEntries(
    envVars.map((each) => [each.key, "value" in each ? each.value : examples[each.key]]),
  );
}

const examples: Readonly<Record<string, string>> = {
  LIVEKIT_URL: "wss://livekit.example.com",
  LIVEKIT_API_KEY: "key",
  LIVEKIT_API_SECRET: "a-secret-of-more-than-32-characters",
  DEEPGRAM_API_KEY: "key",
  OPENAI_API_KEY: "key",
  EMA_API_URL: "https://ema.example.com",
  DATABASE_URL: "postgresql://ema:secret@dpg-example-a/ema",
  EMA_AUTH_SECRET: "dGhpcyBpcyBtYWRlIGJ5IHRoZSBwbGF0Zm9ybSBpdHNlbGY=",
  EMA_PUBLIC_URL: "https://ema.example.com",
  EMA_WEBHOOK_SECRET: "secret",
  EMA_DATA_KEY: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  EMA_FALLBACK_NUMBER: "+15555550100",
  OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp.example.com",
  OTEL_EXPORTER_OTLP_HEADERS: "api-key=hush",
};
