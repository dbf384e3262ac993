import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { ended, open, said, withoutIds } from "./fixtures.ts";
import { ok, startReceiver } from "./receiver.ts";

const minute = 60_000;

function dataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "outbox-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function command(folder: string, ...options: string[]): Promise<{ code: number; text: string }> {
  const env = { PATH: process.env["PATH"], EMA_DATA_DIR: folder };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["src/outbox.ts", ...options], { env });
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, text: stderr };
  }
}

it("what waits and what is dead is shown by workspace and reason, without a word of it, and the dead are revived", async () => {
  const folder = dataDir();
  let isMended = false;
  const receiver = await startReceiver(({ event }) =>
    isMended || event.session_id === "room-3" ? ok : { status: event.session_id === "room-1" ? 401 : 410 },
  );
  const early = Date.now() - 150 * minute;
  const outbox = open(join(folder, "outbox.db"), receiver.url, {
    clock: { now: () => early, after: () => () => undefined },
  });
  outbox.call("room-1").enqueue(said(0));
  outbox.call("room-1").enqueue(ended);
  outbox.call("room-2").enqueue(ended);
  await outbox.close();
  const delivering = open(join(folder, "outbox.db"), receiver.url);
  await delivering.flush(5_000);
  await delivering.close();
  const waiting = open(join(folder, "outbox.db"), "http://127.0.0.1:9", {
    destination: () => {
      throw new Error("not yet");
    },
  });
  waiting.forCall({ sessionId: "room-3", workspaceId: "bay" }).enqueue(said(0));
  await waiting.close();

  expect((await command(folder)).text.split("\n")).toEqual([
    "1 waiting, 3 dead.",
    "",
    "state    workspace  reason      events  calls  oldest",
    "waiting  bay                    1       1      0 min",
    "dead     harbour    status 401  2       1      2 h",
    "dead     harbour    status 410  1       1      2 h",
    "",
  ]);
  const since = new Date(early).toISOString();
  expect(withoutIds((await command(folder, "--dead")).text.split("\n"))).toEqual([
    `id                                    session  event       reason      attempts  since`,
    `<id>  room-1   utterance   status 401  1         ${since}`,
    `<id>  room-1   call_ended  status 401  1         ${since}`,
    `<id>  room-2   call_ended  status 410  1         ${since}`,
    "",
  ]);
  expect(await command(folder, "--revive", "--json")).toEqual({ code: 0, text: '{"revived":3}\n' });
  isMended = true;
  const later = open(join(folder, "outbox.db"), receiver.url);
  await expect(later.flush(5_000)).resolves.toBe(0);
  await later.close();
  expect(receiver.arrivals().slice(3).sort()).toEqual(["room-1 0", "room-1 1", "room-2 0", "room-3 0"]);
}, 60_000);

it("a wrong option and a queue that is not there are one answer each", async () => {
  const folder = dataDir();
  const [wrong, missing] = await Promise.all([command(folder, "--list"), command(folder)]);
  expect([wrong.code, wrong.text.split("\n")[0]]).toEqual([
    2,
    "Usage: npm run -s outbox -- [--dead | --revive] [--json]",
  ]);
  expect(missing).toEqual({
    code: 2,
    text: `There is no webhook queue ${join(folder, "outbox.db")}; set EMA_DATA_DIR to its folder.\n`,
  });
});
