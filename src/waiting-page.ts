/** What the address shows until the system behind it is there: a page that looks again by itself. */
import { once } from "node:events";
import { createServer } from "node:http";

export interface WaitingPage {
  port: number;
  /** The port is free again. */
  close: () => Promise<void>;
}

/** How many ports above the usual one are tried when it is taken. */
const further = 20;

/** Listens on `port`, or, where another will do, on the next that is free. Rejects with `EADDRINUSE` when there is none. */
export async function showWaitingPage(
  port: number,
  { anotherWillDo }: { anotherWillDo: boolean },
): Promise<WaitingPage> {
  const last = anotherWillDo ? port + further : port;
  for (let candidate = port; ; candidate += 1) {
    const server = createServer((request, response) => {
      // Whoever asks for anything else asks again later.
      const page = request.headers.accept?.includes("text/html") === true;
      response.writeHead(503, {
        ...headers,
        "content-type": page ? "text/html; charset=utf-8" : "text/plain",
      });
      response.end(page ? html : "Starting.\n");
    });
    try {
      server.listen(candidate, "127.0.0.1");
      await once(server, "listening");
      return {
        port: candidate,
        async close() {
          const closed = once(server, "close");
          server.close();
          server.closeAllConnections();
          await closed;
        },
      };
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!taken || candidate >= last) throw error;
    }
  }
}

const headers = { "cache-control": "no-store", "retry-after": "1", "referrer-policy": "no-referrer" };

/** Looks as plain as it is: it is there for some seconds, once. */
const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>EMA is starting</title>
    <style>body { font: 1.1rem system-ui, sans-serif; margin: 20vh auto; max-width: 30rem; padding: 0 1rem; }</style>
  </head>
  <body>
    <p role="status">EMA is starting. This page opens the dashboard as soon as it is there.</p>
    <script>
      setInterval(async () => {
        const found = await fetch("/readyz").catch(() => undefined);
        if (found?.ok) location.reload();
      }, 500);
    </script>
    <noscript><meta http-equiv="refresh" content="2"></noscript>
  </body>
</html>
`;
