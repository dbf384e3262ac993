/** The API's requests as the OpenTelemetry conventions measure an HTTP server. */
import { instruments } from "./instruments.ts";
import type { Meters } from "./meters.ts";

interface Asked {
  method: string;
  /** As it was declared, such as `/api/runs/:id`. */
  route: string;
  scheme: string;
}
interface Answered extends Asked {
  status: number;
  seconds: number;
  /** A stream, which is open for as long as its reader likes. */
  stream: boolean;
}

export function measureRequests(meters: Meters): {
  asked: (request: Asked) => void;
  answered: (request: Answered) => void;
} {
  const attributes = ({ method, route, scheme }: Asked) => ({
    "http.request.method": method,
    "http.route": route,
    "url.scheme": scheme,
  });
  return {
    asked: (request) => meters.add(instruments.activeRequests, 1, attributes(request)),
    answered(request) {
      meters.add(instruments.activeRequests, -1, attributes(request));
      if (request.stream) return;
      meters.record(instruments.requestDuration, request.seconds, {
        ...attributes(request),
        "http.response.status_code": request.status,
      });
    },
  };
}
