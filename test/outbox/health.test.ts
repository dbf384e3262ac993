import { expect, it, onTestFinished } from "vitest";
import { serveHealth } from "#src/health.ts";
import { freePort } from "./receiver.ts";

it("/readyz tells how many webhooks wait and are dead, whether or not a call can be taken", async () => {
  const port = await freePort();
  let reason: string | undefined;
  let count = (): { waiting: number; dead: number } => ({ waiting: 3, dead: 1 });
  const server = await serveHealth(
    port,
    async () => reason,
    () => ({ webhooks: count() }),
  );
  onTestFinished(() => void server.close());
  const ask = async (): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    return [response.status, await response.json()];
  };

  expect(await ask()).toEqual([200, { status: "ready", webhooks: { waiting: 3, dead: 1 } }]);
  reason = "draining";
  expect(await ask()).toEqual([
    503,
    { status: "not ready", reason: "draining", webhooks: { waiting: 3, dead: 1 } },
  ]);
  count = () => {
    throw new Error("the file cannot be read");
  };
  expect(await ask()).toEqual([503, { status: "not ready", reason: "draining" }]);
});
