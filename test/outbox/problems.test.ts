import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import { ended, open, queueFile, quick, said, secret, withoutIds } from "./fixtures.ts";
import { startReceiver } from "./receiver.ts";

describe("enqueue never throws", () => {
  it("and keeps in memory what a locked file does not take, in order, until it does", async () => {
    const receiver = await startReceiver();
    const file = queueFile();
    const outbox = open(file, receiver.url);
    outbox.call("room-1").enqueue(said(0));
    await outbox.flush(5_000);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    outbox.call("room-1").enqueue(said(1));
    outbox.call("room-1").enqueue(said(2));
    outbox.call("room-2").enqueue(said(0));
    expect(outbox.pending()).toEqual({ waiting: 0, dead: 0, inMemory: 3 });
    expect(outbox.problems).toEqual(["webhook queue: database is locked, 1 in memory"]);
    await expect(outbox.flush(5, "room-1")).resolves.toBe(2);
    other.exec("ROLLBACK");
    other.close();
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(outbox.pending()).toEqual({ waiting: 0, dead: 0, inMemory: 0 });
    const ofFirst = receiver.received.filter(({ event }) => event.session_id === "room-1");
    expect(ofFirst.map(({ event }) => [event.sequence, event.data])).toEqual([
      [0, said(0).data],
      [1, said(1).data],
      [2, said(2).data],
    ]);
    expect(receiver.arrivals()).toContain("room-2 0");
  });

  it("and writes later what was told then", async () => {
    const receiver = await startReceiver();
    const file = queueFile();
    const outbox = open(file, receiver.url, {
      destination: () => ({ url: receiver.url, secret, optInEvents: true }),
    });
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    const data = { unit: "4b" };
    outbox.call("room-1").enqueue({ event_type: "intake_recorded", data });
    data.unit = "12";
    other.close();
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.received.map(({ event }) => event.data)).toEqual([{ unit: "4b" }]);
  });

  it("and tells how many are lost when the outbox closes with a file that takes nothing", async () => {
    const receiver = await startReceiver();
    const file = queueFile();
    const outbox = open(file, receiver.url);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    outbox.call("room-1").enqueue(said(0));
    outbox.call("room-1").enqueue(said(1));
    outbox.call("room-1").enqueue(ended);
    await outbox.close();
    other.exec("ROLLBACK");
    other.close();
    expect(outbox.problems.slice(-2)).toEqual([
      "webhooks lost: the outbox closes and 3 could not be written (utterance, utterance, call_ended)",
      "webhook queue: claims not given back, they lapse, database is locked",
    ]);
  });

  it("and waits with its end for a file that takes what is in memory a moment later", async () => {
    const file = queueFile();
    const outbox = open(file, "http://127.0.0.1:9", { timing: { ...quick, closeWaitMs: 5_000 } });
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    outbox.call("room-1").enqueue(said(0));
    const closed = outbox.close();
    other.exec("ROLLBACK");
    await closed;
    expect(outbox.problems).toEqual(["webhook queue: database is locked, 1 in memory"]);
    expect(other.prepare("SELECT session_id, sequence FROM events").all()).toEqual([
      { session_id: "room-1", sequence: 0 },
    ]);
    other.close();
  });

  it("and reports what is told after the end", async () => {
    const outbox = open(queueFile(), "http://127.0.0.1:9");
    await outbox.close();
    outbox.call("room-1").enqueue(ended);
    expect(outbox.problems).toEqual(["webhook call_ended lost: the outbox is closed"]);
  });

  it("and reports data that is not JSON", async () => {
    const receiver = await startReceiver();
    const outbox = open(queueFile(), receiver.url, {
      destination: () => ({ url: receiver.url, secret, optInEvents: true }),
    });
    outbox.call("room-1").enqueue({ event_type: "intake_recorded", data: { unit: 12n } });
    outbox.call("room-1").enqueue(ended);
    await outbox.flush(5_000);
    expect(receiver.arrivals()).toEqual(["room-1 0"]);
    expect(outbox.problems).toEqual(["webhook intake_recorded lost: its data is not JSON"]);
  });

  it("even if the log does", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const outbox = open(queueFile(), "http://127.0.0.1:9", {
      onProblem: () => {
        throw new Error("the log is full");
      },
    });
    await outbox.close();
    outbox.call("room-1").enqueue(ended);
    expect(warned.mock.calls).toEqual([
      ["A problem of the webhook outbox was not logged: webhook call_ended lost: the outbox is closed"],
    ]);
    warned.mockRestore();
  });
});

describe("a destination", () => {
  it("that is not known yet holds its workspace's events, and sends no opt-in events", async () => {
    const receiver = await startReceiver();
    let known = false;
    const outbox = open(queueFile(), receiver.url, {
      destination: () => {
        if (!known) throw new Error(`${secret} was looked for`);
        return { url: receiver.url, secret, optInEvents: true };
      },
      random: () => 0.5,
    });
    outbox.call("room-1").enqueue(said(0));
    outbox.call("room-1").enqueue({ event_type: "hazard_detected", data: {} });
    await vi.waitFor(() => expect(outbox.problems.length).toBeGreaterThan(1));
    known = true;
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0"]);
    expect(withoutIds(outbox.problems).slice(0, 2)).toEqual([
      "webhook hazard_detected not sent: no destination for workspace harbour",
      "webhook <id>: no destination for workspace harbour, attempt 1, again in 3 ms",
    ]);
  });

  it.each([
    ["a secret that no header can bear", { secret: "two\nlines" }, "request not made, TypeError"],
    ["a signing key that is not base64", { signingKey: "whsec_§" }, "request not made, Error"],
    ["a URL that is none", { url: "nowhere" }, "ERR_INVALID_URL"],
  ])("with %s is reported without quoting it", async (_, wrong, reason) => {
    const receiver = await startReceiver();
    let destination = { url: receiver.url, secret, optInEvents: false, ...wrong };
    const outbox = open(queueFile(), receiver.url, { destination: () => destination, random: () => 0.5 });
    outbox.call("room-1").enqueue(said(0));
    await vi.waitFor(() => expect(outbox.problems.length).toBeGreaterThan(0));
    destination = { url: receiver.url, secret, optInEvents: false };
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(withoutIds(outbox.problems)[0]).toBe(`webhook <id>: ${reason}, attempt 1, again in 3 ms`);
    expect(receiver.arrivals()).toEqual(["room-1 0"]);
  });
});
