import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readSettings } from "#src/config/settings.ts";
import { failureOf } from "./variables.ts";

const telemetryOf = (env: Record<string, string>) => readSettings(env, { mode: "keyless" }).telemetry;

it("is absent without an endpoint, whatever else is set", () => {
  expect(telemetryOf({ OTEL_SERVICE_NAME: "ema", OTEL_EXPORTER_OTLP_HEADERS: "a=b" })).toBeUndefined();
});

it("needs an endpoint alone", () => {
  expect(telemetryOf({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318/" })).toEqual({
    endpoint: "http://127.0.0.1:4318",
    headers: [],
    resource: {},
    exportIntervalMs: 60_000,
  });
});

it("takes what the specification's variables say, and hides what the collector asks for", () => {
  const settings = telemetryOf({
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp.example.com/otlp",
    OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Basic%20aHVzaA==, x-team = line",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_METRIC_EXPORT_INTERVAL: "15000",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=production,service.name=other",
    OTEL_SERVICE_NAME: "ema-night",
  });

  expect(settings).toMatchObject({
    endpoint: "https://otlp.example.com/otlp",
    resource: { "deployment.environment.name": "production", "service.name": "ema-night" },
    exportIntervalMs: 15_000,
  });
  expect(settings?.headers.map(([name, value]) => [name, value.reveal()])).toEqual([
    ["Authorization", "Basic aHVzaA=="],
    ["x-team", "line"],
  ]);
  expect(inspect(settings, { depth: null }) + JSON.stringify(settings)).not.toContain("aHVzaA");
});

describe("stops the start, in one sentence and without the value", () => {
  it.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "is a text that is not a URL"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://collector:4317", "is a URL that does not begin with"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://me:hush@collector:4318", "is a URL with credentials in it"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "hush", "is a text that is not name=value"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "key=%zz", "is a text that is not name=value"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "is a protocol that is not spoken"],
    ["OTEL_METRIC_EXPORT_INTERVAL", "10", "is not a whole number"],
    ["OTEL_RESOURCE_ATTRIBUTES", "production", "is a text that is not name=value"],
  ])("%s=%s", (variable, value, found) => {
    const { message, ...failure } = failureOf({ [variable]: value }, "keyless");

    expect(failure).toEqual({ variable });
    expect(message).toContain(`${variable} ${found}`);
    expect(message).not.toContain("hush");
  });
});
