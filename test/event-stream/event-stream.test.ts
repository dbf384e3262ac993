import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { openEventStream } from "#src/event-stream/event-stream.ts";

it("an event stream is closed where its reader left before it was opened", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const asking = get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" });
  asking.on("error", () => {});
  const [, response] = (await once(server, "request")) as [IncomingMessage, ServerResponse];
  asking.destroy();
  await once(response, "close");

  const stream = openEventStream(response, { heartbeatMs: 60_000 });
  const left = vi.fn();
  stream.closed.addEventListener("abort", left);

  await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
});
