import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { checkDeepgramKey } from "#src/voice/deepgram-key.ts";

/** Takes the key `good`, and answers another one with `status`. */
async function provider(status: number) {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (request.headers.authorization === "Token good")
      sockets.handleUpgrade(request, socket, head, (client) => client.resume());
    else socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `ws://127.0.0.1:${address.port}`,
    [Symbol.dispose]: () => void server.close(),
  };
}

it("lets a good key pass, and names the variable of one that is refused, without the key", async () => {
  for (const status of [401, 403]) {
    using asked = await provider(status);
    await checkDeepgramKey({ apiKey: "good", url: asked.url });
    const refusal = checkDeepgramKey({ apiKey: "hush", url: asked.url });
    await expect(refusal).rejects.toThrow(
      "DEEPGRAM_API_KEY is refused by the provider; create another one at https://console.deepgram.com.",
    );
  }
});

it("does not keep EMA from starting when the provider is away or in trouble", async () => {
  using troubled = await provider(503);
  await checkDeepgramKey({ apiKey: "hush", url: troubled.url });
  await checkDeepgramKey({ apiKey: "hush", url: "ws://127.0.0.1:9" });
});
