/** What a process measures and sends to a collector, if one is configured. */
import { setTimeout as delay } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import type { TelemetrySettings } from "#src/config/telemetry.ts";
import { callMetrics } from "./call-metrics.ts";
import { callSpans } from "./call-spans.ts";
import type { Meters } from "./meters.ts";
import type { Report } from "./report.ts";

export interface Telemetry {
  meters: Meters;
  /** Takes what is told of calls. */
  report: Report;
  /** Sends what is there, for `limitMs` at most. Never rejects. */
  close: (limitMs: number) => Promise<void>;
}

export interface TelemetryOptions {
  settings: TelemetrySettings | undefined;
  /** `service.name`, where OTEL_SERVICE_NAME says nothing else. */
  service: string;
  version: string;
  onProblem: (reason: string) => void;
}

/** Undefined where no collector is configured: then nothing is loaded, and nothing runs. */
export async function openTelemetry({
  settings,
  service,
  version,
  onProblem,
}: TelemetryOptions): Promise<Telemetry | undefined> {
  if (settings === undefined) return undefined;
  const { openOtlp } = await import("./otlp.ts");
  const otlp = openOtlp({
    settings,
    resource: {
      "service.name": service,
      "service.version": version,
      "service.instance.id": randomUUID(),
    },
    onProblem,
  });
  const consumers = [callMetrics(otlp.meters), callSpans(otlp.tracing)];
  return {
    meters: otlp.meters,
    report: (report) => consumers.forEach((consume) => consume(report)),
    close: (limitMs) => Promise.race([otlp.close(), delay(limitMs, undefined, { ref: false })]),
  };
}
