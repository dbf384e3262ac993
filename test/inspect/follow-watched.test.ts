import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it, onTestFinished, vi } from "vitest";
import { followWatched } from "#src/inspect/relay/follow-watched.ts";

it("asks an API that knows of no charts once, and one that is in trouble again and again", async () => {
  const unknown = await followed(404);
  const troubled = await followed(503);

  await vi.waitFor(() => expect(troubled.asked()).toBeGreaterThan(20));
  expect(unknown.asked()).toBe(1);
  expect([unknown.problems, troubled.problems]).toEqual([
    ["charts are not shown to the dashboard: the API answered 404"],
    ["charts are not shown to the dashboard: the API answered 503"],
  ]);
});

async function followed(status: number): Promise<{ asked: () => number; problems: string[] }> {
  const problems: string[] = [];
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const stopping = new AbortController();
  onTestFinished(() => {
    stopping.abort();
    server.close();
    server.closeAllConnections();
  });
  void followWatched({
    url: `http://127.0.0.1:${port}`,
    secret: "hush",
    pauseMs: { first: 1, longest: 1 },
    stopped: stopping.signal,
    onWatched: () => {},
    onProblem: (problem) => problems.push(problem),
  });
  await vi.waitFor(() => expect(problems).toHaveLength(1));
  return { asked: () => asked, problems };
}
