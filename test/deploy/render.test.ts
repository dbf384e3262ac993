import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { readSettings } from "#src/config/settings.ts";
import { environmentSchema } from "#src/config/environment.ts";
import { environmentOf, readDockerfile } from "./dockerfile.ts";
import { readYaml } from "./yaml.ts";

/** The part of Render's blueprint specification that we use, by its names and bounds. */
const workerSchema = z.strictObject({
  type: z.literal("worker"),
  name: z.string(),
  runtime: z.literal("docker"),
  dockerfilePath: z.string(),
  region: z.enum(["oregon", "ohio", "virginia", "frankfurt", "singapore"]),
  plan: z.enum(["starter", "standard", "pro", "pro plus", "pro max", "pro ultra"]),
  numInstances: z.literal(1, "a service with a disk is one instance"),
  autoDeployTrigger: z.enum(["commit", "checksPass", "off"]),
  maxShutdownDelaySeconds: z.int().min(1).max(300),
  disk: z.strictObject({ name: z.string(), mountPath: z.string(), sizeGB: z.int().min(1) }),
  envVars: z.array(
    z.union([
      z.strictObject({ key: z.string(), value: z.string() }),
      z.strictObject({ key: z.string(), sync: z.literal(false) }),
    ]),
  ),
});
const { services } = readYaml("render.yaml", z.strictObject({ services: z.array(workerSchema) }));
const [first, second] = services;

it("has two workers that differ in name alone", () => {
  const named = (worker: typeof first) => JSON.stringify(worker).replaceAll(worker?.name ?? "", "NAME");

  expect(services).toHaveLength(2);
  expect(first?.name).not.toBe(second?.name);
  expect(named(first)).toBe(named(second));
});

it("builds from the Dockerfile, and keeps the image's data folder on the disk", () => {
  expect(existsSync(first?.dockerfilePath ?? "")).toBe(true);
  expect(first?.disk.mountPath).toBe(environmentOf(readDockerfile().at(-1))["EMA_DATA_DIR"]);
});

it("asks for every variable that the worker needs, and for none that it does not know", () => {
  const known = Object.keys(environmentSchema.shape);
  const keys = (first?.envVars ?? []).map(({ key }) => key);
  const given = Object.fromEntries(
    (first?.envVars ?? []).map((each) => [each.key, "value" in each ? each.value : examples[each.key]]),
  );

  expect(keys.filter((key) => !known.includes(key))).toEqual([]);
  expect(() => readSettings(given, { mode: "worker" })).not.toThrow();
});

it("leaves time to hand callers over after the drain", () => {
  const drain = Number(
    first?.envVars.flatMap((each) =>
      each.key === "EMA_DRAIN_SECONDS" && "value" in each ? [each.value] : [],
    )[0],
  );

  expect((first?.maxShutdownDelaySeconds ?? 0) - drain).toBeGreaterThanOrEqual(100);
});

const examples: Readonly<Record<string, string>> = {
  LIVEKIT_URL: "wss://livekit.example.com",
  LIVEKIT_API_KEY: "key",
  LIVEKIT_API_SECRET: "a-secret-of-more-than-32-characters",
  DEEPGRAM_API_KEY: "key",
  OPENAI_API_KEY: "key",
  EMA_API_URL: "https://ema.example.com",
  EMA_WEBHOOK_SECRET: "secret",
  EMA_DATA_KEY: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  EMA_FALLBACK_NUMBER: "+15555550100",
};
