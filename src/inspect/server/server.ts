/** Serves the page on which calls are watched to this machine only. */
import { once } from "node:events";
import { createServer } from "node:http";
import { accessOf } from "./access.ts";
import { createInspectHandler, type InspectHandlerOptions, plain, protect } from "./handler.ts";

export interface InspectServerOptions extends InspectHandlerOptions {
  /** 0: any that is free. */
  port: number;
  host: "127.0.0.1";
  /** 32 characters or more. */
  token: string;
}

export interface InspectServer {
  /** Carries the token. */
  url: string;
  close(): Promise<void>;
}

const shortestToken = 32;

/** Rejects when the port is taken, or the token too short to be one. */
export async function startInspectServer(options: InspectServerOptions): Promise<InspectServer> {
  const { host, token } = options;
  if (token.length < shortestToken)
    throw new Error(`The token must have ${shortestToken} characters or more.`);
  const handler = createInspectHandler(options);
  let port = options.port;
  const server = createServer((request, response) => {
    protect(response);
    const access = accessOf(request, { token, port });
    if (access.kind === "refused") plain(response, access.status, access.reason);
    else if (access.kind === "enter")
      response.writeHead(303, { location: access.location, "set-cookie": access.cookie }).end();
    else handler.handle(request, response, request.url ?? "/");
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (typeof address === "object" && address !== null) port = address.port;
  return {
    url: `http://${host}:${port}/?token=${token}`,
    async close() {
      handler.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
