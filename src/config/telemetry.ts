/** Where telemetry goes: the variables of the OpenTelemetry specification, as far as EMA reads them itself. */
import type { Environment } from "./environment.ts";
import type { Secret } from "./secret.ts";

export interface TelemetrySettings {
  /** Without a slash at its end; `/v1/traces` and `/v1/metrics` are appended. */
  endpoint: string;
  /** Sent with every request. */
  headers: readonly (readonly [name: string, value: Secret])[];
  /** Attributes of the resource beside, or instead of, EMA's own. */
  resource: Readonly<Record<string, string>>;
  exportIntervalMs: number;
}

/** Undefined where no endpoint is given: nothing is measured. */
export function telemetrySettings(environment: Environment): TelemetrySettings | undefined {
  const endpoint = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const service = environment.OTEL_SERVICE_NAME;
  return {
    endpoint,
    headers: environment.OTEL_EXPORTER_OTLP_HEADERS,
    resource: {
      ...Object.fromEntries(environment.OTEL_RESOURCE_ATTRIBUTES),
      ...(service === undefined ? {} : { "service.name": service }),
    },
    exportIntervalMs: environment.OTEL_METRIC_EXPORT_INTERVAL,
  };
}
