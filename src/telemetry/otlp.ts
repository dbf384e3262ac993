/**
 * The OpenTelemetry SDK, sending to a collector by OTLP. The only file that loads it, and itself loaded only where an endpoint is
 * configured. Nothing is registered globally: what packages would trace by themselves, with what was said, goes nowhere.
 */
import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { TelemetrySettings } from "#src/config/telemetry.ts";
import { outageLog, watched } from "./exports.ts";
import type { Tracing } from "./call-spans.ts";
import { createMeters, type Meters } from "./meters.ts";

export interface Otlp {
  meters: Meters;
  tracing: Tracing;
  /** Sends what is there. Never rejects. */
  close: () => Promise<void>;
}

export interface OtlpOptions {
  settings: TelemetrySettings;
  /** Attributes of the resource; those that are configured go before them. */
  resource: Readonly<Record<string, string>>;
  onProblem: (reason: string) => void;
}

export function openOtlp({ settings, resource: own, onProblem }: OtlpOptions): Otlp {
  const { endpoint, headers, exportIntervalMs } = settings;
  const resource = resourceFromAttributes({ ...own, ...settings.resource });
  const to = (path: string) => ({
    url: `${endpoint}/v1/${path}`,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, value.reveal()])),
  });
  const outages = outageLog(onProblem);
  const tracers = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(watched(new OTLPTraceExporter(to("traces")), outages))],
  });
  const metrics = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: watched(new OTLPMetricExporter(to("metrics")), outages),
        exportIntervalMillis: exportIntervalMs,
        exportTimeoutMillis: Math.min(exportIntervalMs, 10_000),
      }),
    ],
  });
  return {
    meters: createMeters(metrics.getMeter("ema")),
    tracing: {
      tracer: tracers.getTracer("ema"),
      below: (parent) => (parent === undefined ? context.active() : trace.setSpan(context.active(), parent)),
      kinds: { server: SpanKind.SERVER, client: SpanKind.CLIENT },
      failed: SpanStatusCode.ERROR,
    },
    async close() {
      await Promise.allSettled([tracers.shutdown(), metrics.shutdown()]);
    },
  };
}
