import { expect, it } from "vitest";
import { showWaitingPage } from "../../src/waiting-page.ts";

it("answers at the port, or at the next that is free, until it is closed", async () => {
  const first = await showWaitingPage(41_870, { anotherWillDo: true });
  const second = await showWaitingPage(first.port, { anotherWillDo: true });
  const page = await fetch(`http://127.0.0.1:${second.port}/enter?token=x`, {
    headers: { accept: "text/html" },
  });
  const other = await fetch(`http://127.0.0.1:${first.port}/webhooks/livekit/utterance`, { method: "POST" });

  expect([page.status, page.headers.get("content-type")]).toEqual([503, "text/html; charset=utf-8"]);
  expect(await page.text()).toContain("EMA is starting.");
  expect([other.status, await other.text()]).toEqual([503, "Starting.\n"]);
  expect(second.port).toBeGreaterThan(first.port);
  await expect(showWaitingPage(first.port, { anotherWillDo: false })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  await first.close();
  const again = await showWaitingPage(first.port, { anotherWillDo: false });
  await Promise.all([again.close(), second.close()]);
});
