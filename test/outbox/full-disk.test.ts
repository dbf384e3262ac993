import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { startReceiver } from "./receiver.ts";

const program = fileURLToPath(new URL("full-disk-process.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "full-disk-"));
const mount = 'mount -t tmpfs -o size=24m tmpfs "$0" && exec "$@"';

/** Not every container lets its users have a file system of their own; a limit on the size of files holds everywhere. */
const canMount = spawnSync("unshare", ["-rm", "sh", "-c", mount, folder, "true"]).status === 0;
const asRealAsCanBe = canMount ? "filler" : "limit";
rmSync(folder, { recursive: true });

async function run(how: "filler" | "limit", ballast: "ballast" | "none", most: number) {
  const receiver = await startReceiver();
  const place = mkdtempSync(join(tmpdir(), "full-disk-"));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const command = [process.execPath, program, join(place, "q.db"), receiver.url, how, ballast, String(most)];
  const [file = "", ...rest] =
    how === "filler" ? ["unshare", "-rm", "sh", "-c", mount, place, ...command] : command;
  const { stdout } = await promisify(execFile)(file, rest);
  return { outcome: JSON.parse(stdout) as unknown, receiver };
}

describe("a full disk", { timeout: 60_000 }, () => {
  it("still takes a thousand events where there is ballast", async ({ annotate }) => {
    await annotate(`the disk is full by ${asRealAsCanBe}`);
    const { outcome } = await run(asRealAsCanBe, "ballast", 1_000);
    expect(outcome).toEqual({
      before: 30,
      taken: 1_000,
      full: { waiting: 1_030, dead: 0, inMemory: 0 },
      left: 1_030,
      again: 10,
      leftAgain: 1_040,
    });
  });

  it.each([...new Set([asRealAsCanBe, "limit"] as const)])(
    "that takes nothing (%s) holds up nobody: what is in the file and then what is in memory is sent, once and in order",
    async (how) => {
      const { outcome, receiver } = await run(how, "none", 3_000);
      expect(outcome).toMatchObject({ before: 30, left: 0, again: 10, leftAgain: 0 });
      const { taken, full } = outcome as { taken: number; full: unknown };
      expect(full).toEqual({ waiting: 30 + taken, dead: 0, inMemory: 200 });
      const perCall = Map.groupBy(receiver.received, ({ event }) => event.session_id);
      const all = receiver.received.length;
      expect(all).toBe(30 + taken + 200 + 10);
      expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(all);
      for (const arrived of perCall.values())
        expect(arrived.map(({ event }) => event.sequence)).toEqual(arrived.map((_, index) => index));
      expect(perCall.size).toBe(10);
    },
  );
});
