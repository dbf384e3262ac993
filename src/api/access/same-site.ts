/** What a cookie could be misused for from another site is refused, before anything else is done. */
import type { FastifyRequest } from "fastify";
import { ApiError } from "#src/api/http/api-error.ts";
import { bearerOf } from "./find-viewer.ts";

const harmless = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Throws `ApiError` 403 for a request that changes something, or opens a WebSocket, and does not say that it comes from a page of
 * ours, and 415 for a body that a form of another site could send. A request with a token bears nothing that a browser adds by
 * itself; its origin is its own affair.
 */
export function checkSameSite(request: FastifyRequest, origins: readonly string[]): void {
  const { method, headers } = request;
  if (harmless.has(method) && headers.upgrade === undefined) return;
  const type = headers["content-type"];
  if (type !== undefined && !/^application\/json\s*(;|$)/i.test(type))
    throw new ApiError(415, "notJson", "The body is of another type; send application/json.");
  if (bearerOf(request) !== undefined) return;
  const ours = headers.origin === undefined ? false : origins.includes(headers.origin);
  if (ours || headers["sec-fetch-site"] === "same-origin") return;
  throw new ApiError(
    403,
    "crossSite",
    "The request does not come from the dashboard; programs send an API token instead of a cookie.",
  );
}

/** A system on this machine is reached by either name of it. */
export function originsOf(publicUrl: string): [string, ...string[]] {
  const { origin, hostname, protocol, port } = new URL(publicUrl);
  const other = { localhost: "127.0.0.1", "127.0.0.1": "localhost" }[hostname];
  return other === undefined ? [origin] : [origin, `${protocol}//${other}${port === "" ? "" : `:${port}`}`];
}
