import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { lockFolder } from "#src/api/database/folder-lock.ts";
import { createLineLog } from "#src/api/http/line-log.ts";
import { repeat } from "#src/api/jobs/repeat.ts";
import { createBatches, Crowded } from "#src/api/receive/batches.ts";
import { isOfAnEvent, notStored } from "#src/api/receive/storing-errors.ts";
import { quietLines } from "#src/privacy/quiet-output.ts";
import { silent } from "./parts.ts";

const ofValues = Object.assign(new Error("invalid byte sequence"), { code: "22021" });
const outOfReach = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });

/** Stores as told, one batch after the other. */
function gathering(store: (items: readonly string[]) => Promise<void> = async () => {}) {
  const stored: string[][] = [];
  const batches = createBatches<string>({
    store: async (items) => {
      stored.push([...items]);
      await Promise.resolve();
      await store(items);
    },
    isOfAnItem: isOfAnEvent,
    largest: 3,
  });
  const add = (...items: string[]): Promise<string[]> =>
    Promise.allSettled(items.map((item) => batches.add(item))).then((all) => all.map(({ status }) => status));
  return { stored, add, batches };
}

describe("what arrives while a batch is stored", () => {
  it("forms the next ones, of a bounded length, in the order of arrival", async () => {
    const { stored, add, batches } = gathering();
    const added = add("a", "b", "c", "d", "e");
    await batches.settled();

    expect(await added).toEqual(Array(5).fill("fulfilled"));
    expect(stored).toEqual([
      ["a", "b", "c"],
      ["d", "e"],
    ]);
    expect(await add("f")).toEqual(["fulfilled"]);
  });

  it("is stored without the one that cannot be", async () => {
    const { stored, add } = gathering(async (items) => {
      if (items.includes("bad")) throw ofValues;
    });

    expect(await add("a", "b", "bad", "c")).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(stored).toEqual([["a", "b", "bad"], ["a"], ["b"], ["bad"], ["c"]]);
  });

  it("is refused, to be sent again, while too many wait", async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const batches = createBatches<string>({ store: () => answered, isOfAnItem: isOfAnEvent, mostWaiting: 2 });
    const added = Promise.allSettled([batches.add("a"), batches.add("b"), batches.add("c")]);
    answer();

    expect((await added).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    await expect(batches.add("d")).resolves.toBeUndefined();
    expect(notStored(new Crowded(), silent).statusCode).toBe(503);
  });

  it("is not tried one by one while the database is out of reach", async () => {
    const { stored, add } = gathering(async () => {
      throw outOfReach;
    });

    expect(await add("a", "b", "c")).toEqual(Array(3).fill("rejected"));
    expect(stored).toEqual([["a", "b", "c"]]);
  });
});

it("a job that fails is done again, and none begins after the end", async () => {
  const warned: string[] = [];
  const job = vi.fn(async () => {
    if (job.mock.calls.length === 1) throw new Error("hush");
  });
  const repeated = repeat(job, {
    name: "try",
    everyMs: 1,
    log: { ...silent, warn: (message, fields) => warned.push(`${message} ${JSON.stringify(fields)}`) },
  });
  await vi.waitFor(() => expect(job.mock.calls.length).toBeGreaterThan(2));
  await repeated.close();
  const done = job.mock.calls.length;
  await new Promise((resolve) => setImmediate(resolve));

  expect(job.mock.calls.length).toBe(done);
  expect(warned).toEqual([expect.stringMatching(/^a job failed, and is done again \{"job":"try","error":/)]);
  expect(warned.join()).not.toContain("hush");
});

it("a folder has one process, and has another when that one was killed", () => {
  const folder = mkdtempSync(join(tmpdir(), "ema-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const target = join(folder, "api-db");
  const elsewhere = (then: string): string => {
    const file = new URL("../../src/api/database/folder-lock.ts", import.meta.url).href;
    const script = `const { lockFolder } = await import(${JSON.stringify(file)});
      const lock = lockFolder(${JSON.stringify(target)}); console.log(lock === undefined ? "taken" : "mine"); ${then}`;
    return spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
    }).stdout.trim();
  };

  expect(elsewhere("process.kill(process.pid, 'SIGKILL')")).toBe("mine");
  const lock = lockFolder(target);
  expect(lock).toBeDefined();
  expect(elsewhere("")).toBe("taken");
  lock?.release();
  expect(elsewhere("")).toBe("mine");
});

it("the log is JSON, a line an entry, and passes the gate before standard output as it is", () => {
  const lines: string[] = [];
  const log = createLineLog({ level: "warn", write: (line) => lines.push(line), now: () => 1 });
  const stack = ["at store (/app/src/api/receive/store-events.ts:20:3)", "at node:internal/process:1:1"];
  log.info("not shown");
  log.error("a request failed", {
    method: "GET",
    route: "/api/runs/:id",
    error: { type: "TypeError", stack },
  });

  expect(lines).toHaveLength(1);
  expect(JSON.parse(quietLines(lines[0] ?? ""))).toEqual({
    level: 50,
    time: 1,
    pid: process.pid,
    method: "GET",
    route: "/api/runs/:id",
    error: { type: "TypeError", stack },
    msg: "a request failed",
  });
});
