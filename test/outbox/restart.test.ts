import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { ended, open, queueFile, said } from "./fixtures.ts";
import { createManualClock } from "./manual-clock.ts";
import { type Answer, createGate, ok, startReceiver } from "./receiver.ts";

const program = fileURLToPath(new URL("calling-process.ts", import.meta.url));

function startProcess(file: string, url: string, count: number, dies: "atOnce" | "waiting") {
  return spawn(process.execPath, [program, file, url, String(count), dies], { stdio: "inherit" });
}

describe("what an outbox leaves behind", () => {
  it("is delivered by the next one, and the sequence goes on", async () => {
    const file = queueFile();
    let answer: Answer = { status: 500 };
    const receiver = await startReceiver(() => answer);
    const clock = createManualClock();
    const first = open(file, receiver.url, { clock });
    for (const turn of [0, 1]) first.call("room-1").enqueue(said(turn));
    clock.advance(0);
    await vi.waitFor(() => expect(first.problems.length).toBe(1));
    await first.close();
    answer = ok;
    const second = open(file, receiver.url);
    second.call("room-1").enqueue(ended);
    await expect(second.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 0", "room-1 1", "room-1 2"]);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
  });

  it("is not claimed any more when it closed in the middle of a request", async () => {
    const file = queueFile();
    const receiver = await startReceiver((_, n) => (n === 0 ? "never answers" : ok));
    const first = open(file, receiver.url, { timing: { timeoutMs: 600_000 } });
    first.call("room-1").enqueue(said(0));
    await vi.waitFor(() => expect(receiver.received.length).toBe(1));
    await first.close();
    expect(first.problems).toEqual([]);
    const second = open(file, receiver.url);
    await expect(second.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 0"]);
  });

  it("is complete although its process was killed in the turn in which it told", async () => {
    const file = queueFile();
    const receiver = await startReceiver();
    const child = startProcess(file, receiver.url, 50, "atOnce");
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    expect(receiver.received).toEqual([]);
    const outbox = open(file, receiver.url);
    outbox.call("room-1").enqueue(ended);
    await expect(outbox.flush(10_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(Array.from({ length: 51 }, (_, sequence) => `room-1 ${sequence}`));
  });

  it("is delivered although its process was killed in the middle of a request", async () => {
    const file = queueFile();
    let answer: Answer = "never answers";
    const receiver = await startReceiver(() => answer);
    const child = startProcess(file, receiver.url, 3, "waiting");
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(0), 10_000);
    child.kill("SIGKILL");
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    const attempts = receiver.received.length;
    answer = ok;
    const outbox = open(file, receiver.url);
    await expect(outbox.flush(10_000)).resolves.toBe(0);
    expect(receiver.arrivals().slice(attempts)).toEqual(["room-1 0", "room-1 1", "room-1 2"]);
    expect(receiver.received.at(attempts)?.event.id).toBe(receiver.received[0]?.event.id);
  });
});

describe("two outboxes that share a file", () => {
  it("send every event once, and each also what the other was told", async () => {
    const file = queueFile();
    const receiver = await startReceiver();
    const first = open(file, receiver.url);
    const second = open(file, receiver.url);
    const rooms = ["room-1", "room-2", "room-3", "room-4"];
    for (let turn = 0; turn < 10; turn += 1) {
      for (const room of rooms) (turn % 2 === 0 ? first : second).call(room).enqueue(said(turn));
    }
    await expect(Promise.all([first.flush(10_000), second.flush(10_000)])).resolves.toEqual([0, 0]);
    const expected = rooms.map((room) => Array.from({ length: 10 }, (_, turn) => `${room} ${turn}`));
    const arrivals = receiver.arrivals();
    expect(rooms.map((room) => arrivals.filter((arrival) => arrival.startsWith(room)))).toEqual(expected);
  });

  it("leave a request to the one that makes it, until that one must be dead", async () => {
    const file = queueFile();
    const gate = createGate();
    const receiver = await startReceiver((_, n) => (n === 0 ? { status: 200, after: gate.opened } : ok));
    const timing = { timeoutMs: 10_000, pollMs: 1_000 };
    const clock = createManualClock();
    const first = open(file, receiver.url, { clock, timing });
    first.call("room-1").enqueue(said(0));
    clock.advance(0);
    await vi.waitFor(() => expect(receiver.received.length).toBe(1));
    const otherClock = createManualClock();
    const second = open(file, receiver.url, { clock: otherClock, timing });
    otherClock.advance(5_000);
    second.call("room-2").enqueue(said(0));
    otherClock.advance(1_000);
    await vi.waitFor(() => expect(receiver.arrivals()).toEqual(["room-1 0", "room-2 0"]));
    otherClock.advance(20_000);
    await vi.waitFor(() => expect(receiver.arrivals()).toEqual(["room-1 0", "room-2 0", "room-1 0"]));
    gate.open();
    await vi.waitFor(() => expect(first.pending()).toEqual({ waiting: 0, dead: 0, inMemory: 0 }));
  });
});
