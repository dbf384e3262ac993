import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "#src/outbox/database.ts";
import type { Queue } from "#src/outbox/queue.ts";
import { createQueue } from "#src/outbox/sqlite-queue.ts";
import { queueFile } from "./fixtures.ts";

const minute = 60_000;

function openQueue(file: string): Queue {
  const queue = createQueue(openDatabase(file));
  onTestFinished(() => queue.close());
  return queue;
}

function append(queue: Queue, sessionId: string, name: string, now: number): void {
  queue.append(
    {
      id: name,
      sessionId,
      workspaceId: "harbour",
      eventType: "utterance",
      body: (sequence) => `${name} is ${sequence}`,
    },
    now,
  );
}

function claim(queue: Queue, owner: string, now: number) {
  const event = queue.claim(owner, now, now + minute);
  if (event === undefined) throw new Error("nothing is due");
  return event;
}

describe("the queue", () => {
  it("gives every event the call's next sequence and hands out the oldest, whole", () => {
    const queue = openQueue(queueFile());
    append(queue, "room-1", "a", 1_000);
    append(queue, "room-1", "b", 2_000);
    expect(queue.claim("us", 3_000, 4_000)).toEqual({
      id: "a",
      sessionId: "room-1",
      sequence: 0,
      workspaceId: "harbour",
      eventType: "utterance",
      body: "a is 0",
      attempts: 0,
      waitingSince: 1_000,
    });
    expect(queue.counts()).toEqual({ waiting: 2, dead: 0 });
  });

  it("uses no sequence when writing fails", () => {
    const queue = openQueue(queueFile());
    append(queue, "room-1", "a", 0);
    const broken = {
      id: "b",
      sessionId: "room-1",
      workspaceId: "harbour",
      eventType: "utterance" as const,
      body: (): string => {
        throw new Error("broken");
      },
    };
    expect(() => queue.append(broken, 0)).toThrow("broken");
    append(queue, "room-1", "c", 0);
    queue.delivered("us", claim(queue, "us", 0), 0);
    expect(claim(queue, "us", 0).body).toBe("c is 1");
  });

  it("goes on counting after everything of a call was delivered, and forgets it a while later", () => {
    const queue = openQueue(queueFile());
    append(queue, "room-1", "a", 0);
    queue.delivered("us", claim(queue, "us", 0), 0);
    expect(queue.counts()).toEqual({ waiting: 0, dead: 0 });
    queue.sweep(0);
    append(queue, "room-1", "b", 10);
    queue.sweep(11); // something waits
    queue.delivered("us", claim(queue, "us", 10), 10);
    append(queue, "room-1", "c", 10);
    const third = claim(queue, "us", 10);
    expect(third.body).toBe("c is 2");
    queue.delivered("us", third, 10);
    queue.sweep(11);
    append(queue, "room-1", "d", 12);
    expect(claim(queue, "us", 12).body).toBe("d is 0");
  });

  it("gives a claimed call to nobody else until the claim lapses, events told meanwhile included", () => {
    const file = queueFile();
    const ours = openQueue(file);
    const theirs = openQueue(file);
    append(ours, "room-1", "a", 0);
    expect(claim(ours, "us", 0).id).toBe("a");
    append(theirs, "room-1", "b", 1);
    expect(theirs.claim("them", minute - 1, 2 * minute)).toBeUndefined();
    expect(theirs.claim("them", minute, 2 * minute)?.id).toBe("a");
  });

  it("takes a late delivery's word, but leaves the call with the one who claimed it since", () => {
    const queue = openQueue(queueFile());
    append(queue, "room-1", "a", 0);
    append(queue, "room-1", "b", 0);
    const ours = claim(queue, "us", 0);
    const theirs = claim(queue, "them", minute);
    queue.delivered("us", ours, minute);
    expect(queue.counts()).toEqual({ waiting: 1, dead: 0 });
    expect(queue.claim("us", minute, 2 * minute)).toBeUndefined();
    queue.delivered("them", theirs, minute);
    expect(claim(queue, "us", minute).id).toBe("b");
  });

  it("gives claims back when their owner goes", () => {
    const queue = openQueue(queueFile());
    append(queue, "room-1", "a", 0);
    claim(queue, "us", 0);
    queue.release("them", 1);
    expect(queue.nextAttemptAt()).toBe(minute);
    queue.release("us", 1);
    expect(claim(queue, "them", 1).id).toBe("a");
  });

  it("holds a call back until its retry is due, and other calls not", () => {
    const queue = openQueue(queueFile());
    append(queue, "room-1", "a", 0);
    queue.retry("us", claim(queue, "us", 0), 500);
    append(queue, "room-1", "b", 1);
    append(queue, "room-2", "c", 2);
    expect(claim(queue, "us", 499).id).toBe("c");
    expect(queue.claim("us", 499, minute)).toBeUndefined();
    expect(queue.nextAttemptAt()).toBe(500);
    expect(claim(queue, "us", 500)).toMatchObject({ id: "a", attempts: 1 });
  });

  it("keeps the dead, passes them over, and revives them", () => {
    const queue = openQueue(queueFile());
    append(queue, "room-1", "a", 0);
    append(queue, "room-1", "b", 0);
    queue.bury("us", claim(queue, "us", 0), "status 401", 0);
    expect(queue.counts("room-1")).toEqual({ waiting: 1, dead: 1 });
    expect(queue.counts("room-2")).toEqual({ waiting: 0, dead: 0 });
    queue.delivered("us", claim(queue, "us", 0), 0);
    expect(queue.nextAttemptAt()).toBeUndefined();
    queue.sweep(1);
    expect(queue.revive(9)).toBe(1);
    expect(claim(queue, "us", 9)).toMatchObject({ id: "a", attempts: 0, waitingSince: 9 });
    append(queue, "room-1", "c", 9);
    queue.delivered("us", claim(queue, "us", 9 + minute), 9);
    queue.release("us", 9);
    expect(claim(queue, "us", 9).body).toBe("c is 2");
  });
});

describe("the queue's file", () => {
  it("is its owner's to read, because it holds what tenants said", () => {
    const file = queueFile();
    append(openQueue(file), "room-1", "a", 0);
    const modes = [file, `${file}-wal`].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
  });

  it("outlives the process without an fsync an event", () => {
    const { database } = openDatabase(queueFile());
    onTestFinished(() => database.close());
    const pragmas = ["journal_mode", "synchronous"].map((name) => database.prepare(`PRAGMA ${name}`).get());
    expect(pragmas).toEqual([{ journal_mode: "wal" }, { synchronous: 1 }]);
  });

  it("is not opened when another version wrote it", () => {
    const file = queueFile();
    const other = new DatabaseSync(file);
    other.exec("PRAGMA user_version = 7");
    other.close();
    expect(() => openDatabase(file)).toThrow(
      `The webhook queue ${file} cannot be opened: its version is 7, this program writes 2.`,
    );
  });

  it("is refused in one sentence when it is a folder", () => {
    const folder = `${queueFile()}/..`;
    expect(() => openDatabase(folder)).toThrow(`The webhook queue ${folder} cannot be opened: EISDIR.`);
  });
});
