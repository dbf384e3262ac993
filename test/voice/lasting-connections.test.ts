import { once } from "node:events";
import { createServer } from "node:http";
import { setImmediate } from "node:timers/promises";
import { expect, it, onTestFinished, vi } from "vitest";
import { lastingFetch, openConnections } from "#src/voice/lasting-connections.ts";

/** Answers everything, keeps its connections for ever, and counts them. */
async function server() {
  let connections = 0;
  let requests = 0;
  const http = createServer((_, response) => {
    requests++;
    response.end("fine");
  });
  http.keepAliveTimeout = 0;
  http.on("connection", () => connections++);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    connections: () => connections,
    requests: () => requests,
  };
}

it("uses one connection for a whole call, whatever the pauses between its turns", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { url, connections, requests } = await server();
  for (const pauseMs of [5000, 20_000, 25_000, 0]) {
    await (await lastingFetch(url, { method: "POST", body: "{}" })).text();
    await setImmediate();
    vi.advanceTimersByTime(pauseMs);
  }
  expect([requests(), connections()]).toEqual([4, 1]);
});

it("gives a connection up before the vendor does", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { url, connections } = await server();
  await (await lastingFetch(url)).text();
  await setImmediate();
  vi.advanceTimersByTime(40_000);
  await (await lastingFetch(url)).text();
  expect(connections()).toBe(2);
});

it("opens connections before they are needed: a reply and two sentences need no new one", async () => {
  const { url, connections, requests } = await server();
  openConnections(url);
  await vi.waitFor(() => expect([requests(), connections()]).toEqual([3, 3]));
  await Promise.all(
    [1, 2, 3].map(async () => (await lastingFetch(url, { method: "POST", body: "{}" })).text()),
  );
  expect([requests(), connections()]).toEqual([6, 3]);
});

it("is quiet about a vendor that cannot be reached", async () => {
  const { url } = await server();
  openConnections(url.replace("127.0.0.1", "127.0.0.2").replace(/:\d+/, ":1"));
  await expect(lastingFetch(url.replace(/:\d+/, ":1"))).rejects.toThrow("fetch failed");
});
