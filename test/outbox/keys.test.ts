import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#src/outbox/database.ts";
import { ended, open, queueFile, said, withoutIds } from "./fixtures.ts";
import { startReceiver } from "./receiver.ts";

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const keyFileOf = (file: string): string => join(dirname(file), "outbox.key");
const unknown = (): never => {
  throw new Error("not yet");
};

/** Tells room-1 two events under the keys, and delivers nothing. */
async function leave(file: string, keys: Uint8Array[]): Promise<void> {
  const outbox = open(file, "http://127.0.0.1:9", { keys, destination: unknown });
  outbox.call("room-1").enqueue(said(0));
  outbox.call("room-1").enqueue(ended);
  await outbox.close();
}

describe("a queue that was given no key", () => {
  it("makes one beside it, for its owner only, and keeps it", async () => {
    const file = queueFile();
    await leave(file, []);
    const made = readFileSync(keyFileOf(file), "latin1");
    expect(Buffer.from(made, "base64")).toHaveLength(32);
    expect(statSync(keyFileOf(file)).mode & 0o777).toBe(0o600);
    const receiver = await startReceiver();
    const outbox = open(file, receiver.url);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1"]);
    expect(readFileSync(keyFileOf(file), "latin1")).toBe(made);
  });

  it("shares it among processes that begin at the same time", async () => {
    const file = queueFile();
    const program = `
      const { keyRingOf } = await import("#src/outbox/key-file.ts");
      while (Date.now() < Number(process.argv[2])) {}
      console.log(keyRingOf(process.argv[1], []).keyIds[0]);`;
    const options = ["--input-type=module", "--eval", program, file, String(Date.now() + 1_000)];
    const all = await Promise.all(
      Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, options)),
    );
    expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1);
    expect(readdirSync(dirname(file))).toEqual(["outbox.key"]);
  });

  it("is not opened with a key file that is none", () => {
    const file = queueFile();
    writeFileSync(keyFileOf(file), "c2hvcnQ=\n");
    expect(() => openDatabase(file)).toThrow(
      `The webhook queue ${file} cannot be opened: its key ${keyFileOf(file)} is not 32 bytes in base64: restore it, or move it away and a new one is made.`,
    );
  });

  it("still reads what was written under that file when it is given a key", async () => {
    const file = queueFile();
    await leave(file, []);
    const receiver = await startReceiver();
    const outbox = open(file, receiver.url, { keys: [key(1)] });
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1"]);
  });
});

describe("a queue whose key was changed", () => {
  it("delivers what the older key wrote, when it is given both, and makes no key file", async () => {
    const file = queueFile();
    await leave(file, [key(1)]);
    const receiver = await startReceiver();
    const outbox = open(file, receiver.url, { keys: [key(2), key(1)] });
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1"]);
    expect(readdirSync(dirname(file))).not.toContain("outbox.key");
  });

  it("keeps and counts what it cannot read, goes on with the call, and delivers it when the key is back", async () => {
    const file = queueFile();
    await leave(file, [key(1)]);
    const receiver = await startReceiver();
    const outbox = open(file, receiver.url, { keys: [key(2)] });
    outbox.call("room-1").enqueue(said(2));
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(outbox.pending()).toEqual({ waiting: 0, dead: 2, inMemory: 0 });
    expect(withoutIds(outbox.problems)).toEqual([
      "webhook <id>: its key is missing, attempt 1, dead",
      "webhook <id>: its key is missing, attempt 1, dead",
    ]);
    await outbox.close();
    const mended = open(file, receiver.url, { keys: [key(2), key(1)] });
    await expect(mended.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 2", "room-1 0", "room-1 1"]);
    expect(mended.pending()).toEqual({ waiting: 0, dead: 0, inMemory: 0 });
  });

  it("buries a body that was moved from another place, with the reason", async () => {
    const file = queueFile();
    await leave(file, [key(1)]);
    const database = new DatabaseSync(file);
    database.exec(
      "UPDATE events SET sealed = (SELECT sealed FROM events WHERE sequence = 1) WHERE sequence = 0",
    );
    database.close();
    const receiver = await startReceiver();
    const outbox = open(file, receiver.url, { keys: [key(1)] });
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 1"]);
    expect(withoutIds(outbox.problems)).toEqual(["webhook <id>: its body was changed, attempt 1, dead"]);
  });
});

describe("a queue of version 1, with bodies in clear", () => {
  const firstVersion = `
    PRAGMA journal_mode = WAL;
    CREATE TABLE calls (
      session_id TEXT PRIMARY KEY, next_sequence INTEGER NOT NULL, next_attempt_at INTEGER, owner TEXT,
      touched_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX calls_by_next_attempt ON calls (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
    CREATE TABLE events (
      session_id TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL, workspace_id TEXT NOT NULL,
      event_type TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, waiting_since INTEGER NOT NULL,
      dead_reason TEXT, PRIMARY KEY (session_id, sequence)
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1`;

  function body(sequence: number): string {
    return JSON.stringify({
      event_type: "utterance",
      id: `id-${sequence}`,
      sequence,
      workspace_id: "harbour",
      session_id: "room-1",
      timestamp: "2026-01-31T23:59:59.999Z",
      data: {
        speaker: "tenant",
        text: "The ceiling is dripping",
        turn_index: 0,
        stage: "problem",
        interrupted: false,
      },
    });
  }

  it("is encrypted in place when it is opened, leaves no trace of a word, and is delivered byte for byte", async () => {
    const file = queueFile();
    const old = new DatabaseSync(file);
    old.exec(firstVersion);
    old.exec("INSERT INTO calls VALUES ('room-1', 400, 0, NULL, 0)");
    const insert = old.prepare(
      "INSERT INTO events VALUES ('room-1', ?, ?, 'harbour', 'utterance', ?, 1, ?, ?)",
    );
    for (let sequence = 0; sequence < 400; sequence += 1)
      insert.run(
        sequence,
        `id-${sequence}`,
        body(sequence),
        Date.now(),
        sequence === 365 ? "status 401" : null,
      );
    // Whole pages are freed, and not overwritten.
    old.exec("DELETE FROM events WHERE sequence < 365");
    expect(readFileSync(`${file}-wal`, "latin1")).toContain("dripping");
    old.close();
    expect(readFileSync(file, "latin1")).toContain("dripping");

    const receiver = await startReceiver();
    const outbox = open(file, receiver.url, { destination: unknown });
    const texts = [file, `${file}-wal`].map((path) => readFileSync(path, "latin1"));
    expect(texts.map((text) => text.includes("dripping"))).toEqual([false, false]);
    expect(outbox.pending()).toEqual({ waiting: 34, dead: 1, inMemory: 0 });
    await outbox.close();

    const next = open(file, receiver.url);
    next.call("room-1").enqueue(ended);
    expect(next.revive()).toBe(1);
    await expect(next.flush(10_000)).resolves.toBe(0);
    const expected = Array.from({ length: 35 }, (_, index) => body(index + 365));
    expect(
      receiver.received
        .map(({ body }) => body)
        .slice(0, 35)
        .sort(),
    ).toEqual(expected.sort());
    expect(receiver.arrivals().at(-1)).toBe("room-1 400");
  });
});

it("a key file that is lost is a key that is gone: what it wrote is kept", async () => {
  const file = queueFile();
  await leave(file, []);
  const made = readFileSync(keyFileOf(file));
  rmSync(keyFileOf(file));
  const receiver = await startReceiver();
  const without = open(file, receiver.url);
  await expect(without.flush(5_000)).resolves.toBe(0);
  expect(without.pending()).toEqual({ waiting: 0, dead: 2, inMemory: 0 });
  await without.close();
  writeFileSync(keyFileOf(file), made);
  const restored = open(file, receiver.url);
  await expect(restored.flush(5_000)).resolves.toBe(0);
  expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1"]);
});
