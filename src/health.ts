/** `/healthz`: the process lives and its event loop turns. */
import { createServer, type Server } from "node:http";
import { once } from "node:events";

/** Listens on every interface, since a container's prober may come from outside it. Throws when the port is taken. */
export async function serveHealth(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const known = request.url === "/healthz";
    response
      .writeHead(known ? 200 : 404, { "content-type": "application/json" })
      .end(JSON.stringify(known ? { status: "ok" } : { error: "not found" }));
  });
  server.unref();
  server.listen(port);
  await once(server, "listening");
  return server;
}
