import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { ended, open, queueFile, quick, said, secret, signingKey, withoutIds } from "./fixtures.ts";
import { createManualClock } from "./manual-clock.ts";
import { type Answer, createGate, freePort, ok, startReceiver } from "./receiver.ts";

/** The first request gets `first`, all others 200. */
const failingOnce =
  (first: Answer) =>
  (_: unknown, n: number): Answer =>
    n === 0 ? first : ok;

describe("a receiver that fails", () => {
  it.each<[string, Answer, string]>([
    ["answers 500", { status: 500 }, "status 500"],
    ["answers 503", { status: 503 }, "status 503"],
    ["answers 429 without a time", { status: 429 }, "status 429"],
    ["answers 408", { status: 408 }, "status 408"],
    ["answers 409", { status: 409 }, "status 409"],
    ["answers 425", { status: 425 }, "status 425"],
    ["closes the socket", "closes the socket", "UND_ERR_SOCKET"],
    ["never answers", "never answers", "timeout"],
  ])("and %s gets the same event again, and then the next", async (_, first, reason) => {
    const receiver = await startReceiver(failingOnce(first));
    const outbox = open(queueFile(), receiver.url, {
      timing: { ...quick, timeoutMs: first === "never answers" ? 50 : 2_000 },
      random: () => 0.5,
    });
    const call = outbox.call("room-1");
    call.enqueue(said(0));
    call.enqueue(ended);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 0", "room-1 1"]);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
    expect(withoutIds(outbox.problems)).toEqual([`webhook <id>: ${reason}, attempt 1, again in 3 ms`]);
  });

  it("and answers 200 after the timeout gets the event again under the same id", async () => {
    const gate = createGate();
    const receiver = await startReceiver(failingOnce({ status: 200, after: gate.opened }));
    const outbox = open(queueFile(), receiver.url, { timing: { ...quick, timeoutMs: 50 } });
    outbox.call("room-1").enqueue(said(0));
    await vi.waitFor(() => expect(receiver.received.length).toBe(2));
    gate.open();
    outbox.call("room-1").enqueue(ended);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 0", "room-1 1"]);
    expect(receiver.received[1]?.event.id).toBe(receiver.received[0]?.event.id);
  });

  it("and refuses connections gets everything once it listens", async () => {
    const port = await freePort();
    const outbox = open(queueFile(), `http://127.0.0.1:${port}`);
    outbox.call("room-1").enqueue(said(0));
    outbox.call("room-1").enqueue(ended);
    await vi.waitFor(() => expect(outbox.problems.length).toBeGreaterThan(1));
    const receiver = await startReceiver(() => ok, port);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1"]);
    expect(withoutIds(outbox.problems)[0]).toMatch(/^webhook <id>: ECONNREFUSED, attempt 1, again in \d ms$/);
  });

  it("and answers 401 costs the call that event, which is kept, and no other", async () => {
    const receiver = await startReceiver(failingOnce({ status: 401 }));
    const outbox = open(queueFile(), receiver.url);
    outbox.call("room-1").enqueue(said(0));
    outbox.call("room-1").enqueue(ended);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1"]);
    expect(outbox.pending()).toEqual({ waiting: 0, dead: 1, inMemory: 0 });
    expect(withoutIds(outbox.problems)).toEqual(["webhook <id>: status 401, attempt 1, dead"]);
  });

  it("for want of the right secret gets the dead when they are revived with it", async () => {
    const receiver = await startReceiver(({ headers }) => ({
      status: headers["x-webhook-secret"] === secret ? 200 : 401,
    }));
    let current = "an old secret";
    const outbox = open(queueFile(), receiver.url, {
      destination: () => ({ url: receiver.url, secret: current, optInEvents: false }),
    });
    outbox.call("room-1").enqueue(said(0));
    outbox.call("room-1").enqueue(ended);
    await outbox.flush(5_000);
    expect(outbox.pending()).toEqual({ waiting: 0, dead: 2, inMemory: 0 });
    current = secret;
    expect(outbox.revive()).toBe(2);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1", "room-1 0", "room-1 1"]);
    expect(outbox.pending()).toEqual({ waiting: 0, dead: 0, inMemory: 0 });
  });

  it("by redirecting is not followed but tried again", async () => {
    const elsewhere = await startReceiver();
    const receiver = await startReceiver(
      failingOnce({ status: 307, headers: { location: `${elsewhere.url}/webhooks/livekit/utterance` } }),
    );
    const outbox = open(queueFile(), receiver.url);
    outbox.call("room-1").enqueue(said(0));
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(elsewhere.arrivals()).toEqual([]);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 0"]);
    expect(withoutIds(outbox.problems)[0]).toMatch(/^webhook <id>: status 307, attempt 1, again/);
  });
});

describe("retries", () => {
  const timing = {
    timeoutMs: 2_000,
    backoffBaseMs: 1_000,
    backoffCapMs: 60_000,
    retryAfterCapMs: 100_000,
    giveUpAfterMs: 600_000,
    pollMs: 10_000_000,
  };

  /** Tells one event to a receiver that answers as told, and returns what to watch. */
  async function tell(answers: Answer[]) {
    const receiver = await startReceiver((_, n) => answers[n] ?? ok);
    const clock = createManualClock();
    const outbox = open(queueFile(), receiver.url, { clock, timing, random: () => 0 });
    outbox.call("room-1").enqueue(said(0));
    clock.advance(0);
    const attempted = (times: number) =>
      vi.waitFor(() => {
        expect(receiver.received.length).toBe(times);
        expect(outbox.problems.length).toBe(times);
      });
    return { receiver, clock, outbox, attempted };
  }

  it("wait twice as long after every failure", async () => {
    const { clock, outbox, attempted } = await tell([500, 500, 500, 500].map((status) => ({ status })));
    const waits: (number | undefined)[] = [];
    for (const attempt of [1, 2, 3, 4]) {
      await attempted(attempt);
      waits.push(clock.timers()[0]);
      clock.advance(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
  });

  it("are not made a millisecond too early", async () => {
    const { receiver, clock, outbox, attempted } = await tell([{ status: 500 }]);
    await attempted(1);
    outbox.call("room-1").enqueue(ended);
    clock.advance(499);
    expect(clock.timers()).toEqual([1]);
    expect(receiver.arrivals()).toEqual(["room-1 0"]);
    clock.advance(1);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 0", "room-1 1"]);
  });

  it.each<[string, number, () => string, number]>([
    ["seconds", 429, () => "7", 7_000],
    ["seconds, on 503", 503, () => "7", 7_000],
    ["more than the cap", 429, () => "86400", 100_000],
    ["less than the backoff", 429, () => "0", 500],
    ["nonsense", 429, () => "later", 500],
  ])("wait for a Retry-After of %s", async (_, status, header, wait) => {
    const { clock, attempted } = await tell([{ status, headers: { "retry-after": header() } }]);
    await attempted(1);
    expect(clock.timers()).toEqual([wait]);
  });

  it("wait for a Retry-After that is an HTTP date", async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { clock, attempted } = await tell([{ status: 429, headers: { "retry-after": date } }]);
    await attempted(1);
    expect(clock.timers()).toEqual([Date.parse(date) - clock.now()]);
  });

  it("are signed anew, with the time of the attempt", async () => {
    const { receiver, clock, attempted, outbox } = await tell([
      { status: 429, headers: { "retry-after": "90" } },
    ]);
    await attempted(1);
    clock.advance(90_000);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    const [first, second] = receiver.received.map(({ headers }) => headers as Record<string, string>);
    expect(Number(second?.["webhook-timestamp"]) - Number(first?.["webhook-timestamp"])).toBe(90);
    expect(second?.["webhook-id"]).toBe(first?.["webhook-id"]);
    expect(new Webhook(signingKey).verify(receiver.received[1]?.body ?? "", second ?? {})).toEqual(
      receiver.received[0]?.event,
    );
  });

  it("end when the event has waited long enough, and the call goes on", async () => {
    const { receiver, clock, outbox, attempted } = await tell([{ status: 500 }, { status: 500 }]);
    await attempted(1);
    clock.advance(600_000);
    await attempted(2);
    expect(outbox.pending()).toEqual({ waiting: 0, dead: 1, inMemory: 0 });
    outbox.call("room-1").enqueue(ended);
    clock.advance(0);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 0", "room-1 1"]);
    expect(withoutIds(outbox.problems)).toEqual([
      "webhook <id>: status 500, attempt 1, again in 500 ms",
      "webhook <id>: status 500, attempt 2, dead",
    ]);
  });
});

describe("several calls", () => {
  it("do not wait for one whose receiver is slow", async () => {
    const gate = createGate();
    const receiver = await startReceiver(({ event }) =>
      event.session_id === "room-slow" ? { status: 200, after: gate.opened } : ok,
    );
    const outbox = open(queueFile(), receiver.url);
    const calls = ["room-slow", "room-1", "room-2"];
    for (const turn of [0, 1, 2]) for (const room of calls) outbox.call(room).enqueue(said(turn));
    await outbox.flush(5_000, "room-1");
    await outbox.flush(5_000, "room-2");
    const of = (room: string) => receiver.arrivals().filter((arrival) => arrival.startsWith(`${room} `));
    expect(calls.map(of)).toEqual([
      ["room-slow 0"],
      ["room-1 0", "room-1 1", "room-1 2"],
      ["room-2 0", "room-2 1", "room-2 2"],
    ]);
    gate.open();
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(of("room-slow")).toEqual(["room-slow 0", "room-slow 1", "room-slow 2"]);
  });

  it("are sent beside each other up to the bound and not beyond", async () => {
    const gate = createGate();
    let open_ = 0;
    let most = 0;
    const receiver = await startReceiver(() => {
      open_ += 1;
      most = Math.max(most, open_);
      return { status: 200, after: gate.opened.then(() => void (open_ -= 1)) };
    });
    const outbox = open(queueFile(), receiver.url, { concurrency: 3 });
    for (let room = 0; room < 8; room += 1) outbox.call(`room-${room}`).enqueue(said(0));
    await vi.waitFor(() => expect(receiver.received.length).toBe(3));
    gate.open();
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.received.length).toBe(8);
    expect(most).toBe(3);
  });

  it("keep their order and lose nothing while every third request fails", async () => {
    const failures: Answer[] = [{ status: 500 }, "closes the socket", { status: 429 }, { status: 502 }];
    const accepted: Record<string, number[]> = {};
    const receiver = await startReceiver(({ event }, n) => {
      if (n % 3 === 1) return failures[n % 4] ?? ok;
      (accepted[event.session_id] ??= []).push(event.sequence);
      return ok;
    });
    const outbox = open(queueFile(), receiver.url, { concurrency: 4 });
    const rooms = ["room-1", "room-2", "room-3", "room-4", "room-5"];
    for (let turn = 0; turn < 20; turn += 1) for (const room of rooms) outbox.call(room).enqueue(said(turn));
    await expect(outbox.flush(15_000)).resolves.toBe(0);
    const gapless = Array.from({ length: 20 }, (_, turn) => turn);
    expect(accepted).toEqual(Object.fromEntries(rooms.map((room) => [room, gapless])));
    expect(outbox.problems.length).toBe(receiver.received.length - 100);
  });
});
