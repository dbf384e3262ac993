/** `/healthz`: the process lives and its event loop turns. `/readyz`: it can take a call. */
import { createServer, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { SettingsError } from "#src/config/settings-error.ts";

/** Why no call can be taken now; undefined when one can. */
export type Unready = () => Promise<string | undefined>;

/** What `/readyz` tells beside that: numbers for a monitor, which are no reason to take no call. */
export type Counts = () => Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Listens on every interface, since a container's prober may come from outside it. Without `unready` there is no `/readyz`.
 * Throws `SettingsError` when the port is taken.
 */
export async function serveHealth(
  port: number,
  unready?: Unready,
  counts: Counts = () => ({}),
): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === "/healthz") answer(response, 200, { status: "ok" });
    else if (request.url === "/readyz" && unready) ready(unready, counts, response);
    else answer(response, 404, { error: "not found" });
  });
  server.unref();
  server.listen(port);
  try {
    await once(server, "listening");
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!taken) throw error;
    throw new SettingsError("EMA_HEALTH_PORT", "a port that something else listens on", "set another one");
  }
  return server;
}

function ready(unready: Unready, counts: Counts, response: ServerResponse): void {
  unready().then(
    (reason) =>
      reason === undefined
        ? answer(response, 200, { status: "ready", ...counted(counts) })
        : answer(response, 503, { status: "not ready", reason, ...counted(counts) }),
    () => answer(response, 503, { status: "not ready", reason: "unknown" }),
  );
}

/** Whether a call can be taken is told in any case. */
function counted(counts: Counts): ReturnType<Counts> {
  try {
    return counts();
  } catch {
    return {};
  }
}

function answer(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
