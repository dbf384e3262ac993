import { DatabaseSync } from "node:sqlite";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ended, open, queueFile, said, signingKey } from "./fixtures.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";
import { type Answer, createGate, freePort, ok, type Receiver, startReceiver } from "./receiver.ts";

const minute = 60_000;
const hour = 60 * minute;
const rooms = ["room-1", "room-2", "room-3"];

/** As it is in production, but that nobody looks for others' events. */
const timing = { timeoutMs: 10_000, backoffBaseMs: 500, backoffCapMs: 5 * minute, pollMs: 30 * minute };
/** What a receiver that does not answer costs the test, and often enough for one that does. */
const impatient = { ...timing, timeoutMs: 50 };

/** Goes from timer to timer until the time is `until` or nothing waits; in between, what is under way is waited for. */
async function pass(clock: ManualClock, file: string, until: number): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true });
  const underWay = database.prepare("SELECT count(*) AS calls FROM calls WHERE owner IS NOT NULL");
  const waiting = database.prepare("SELECT count(*) AS events FROM events");
  try {
    while (clock.now() < until && waiting.get()?.["events"] !== 0) {
      clock.advance(Math.min(clock.timers()[0] ?? minute, until - clock.now()));
      await vi.waitFor(() => expect(underWay.get()).toEqual({ calls: 0 }), { interval: 1, timeout: 5_000 });
    }
  } finally {
    database.close();
  }
}

/** Tells three calls, at once and half an hour later, to a receiver that is out for an hour; returns what it got. */
async function outage(during: () => Answer, when = timing) {
  const clock = createManualClock();
  const begin = clock.now();
  const file = queueFile();
  const receiver = await startReceiver(() => (clock.now() < begin + hour ? during() : ok));
  const outbox = open(file, receiver.url, { clock, timing: when, random: () => 0.5 });
  for (const room of rooms) for (const turn of [0, 1]) outbox.call(room).enqueue(said(turn));
  await pass(clock, file, begin + hour / 2);
  for (const room of rooms) for (const event of [said(2), ended]) outbox.call(room).enqueue(event);
  await pass(clock, file, begin + hour);
  const attemptsDuring = receiver.received.length;
  await pass(clock, file, begin + 2 * hour);
  expect(outbox.pending()).toEqual({ waiting: 0, dead: 0, inMemory: 0 });
  return { receiver, attemptsDuring, minutesAfter: (clock.now() - begin - hour) / minute };
}

/** What a receiver has that keeps ids: each once, where it came first. */
function keptOf({ received }: Receiver): Record<string, string[]> {
  // A request that was given up may arrive late, after the one that took its place.
  const ids = received.map(({ event }) => event.id);
  const kept = received
    .filter(({ event }, index) => ids.indexOf(event.id) === index)
    .map(({ event }) => event);
  return Object.fromEntries(
    rooms.map((room) => [
      room,
      kept
        .filter((event) => event.session_id === room)
        .map((event) => `${event.sequence} ${event.event_type}`),
    ]),
  );
}

const all = ["0 utterance", "1 utterance", "2 utterance", "3 call_ended"];
const everything = Object.fromEntries(rooms.map((room) => [room, all]));

describe("a receiver that is out for an hour", () => {
  it.each<[string, () => Answer]>([
    ["answers 500", () => ({ status: 500 })],
    ["answers 429 and says when to come back", () => ({ status: 429, headers: { "retry-after": "700" } })],
    ["closes the connection", () => "closes the socket"],
  ])("and %s gets every event, once and in order, soon after", async (_, during) => {
    const { receiver, attemptsDuring, minutesAfter } = await outage(during);
    expect(keptOf(receiver)).toEqual(everything);
    const accepted = receiver.received.slice(attemptsDuring);
    expect(accepted.length).toBe(12);
    expect(new Set(accepted.map(({ event }) => event.id)).size).toBe(12);
    expect(minutesAfter).toBeLessThanOrEqual(10);
    expect(receiver.received.slice(0, attemptsDuring).every(({ event }) => event.sequence === 0)).toBe(true);
  });

  it("and never answers gets every event, in order, soon after", async () => {
    const { receiver, attemptsDuring, minutesAfter } = await outage(() => "never answers", impatient);
    expect(keptOf({ ...receiver, received: receiver.received.slice(attemptsDuring) })).toEqual(everything);
    expect(attemptsDuring).toBeGreaterThan(10 * rooms.length);
    expect(minutesAfter).toBeLessThanOrEqual(10);
  });

  it("and says when to come back is asked no more often than that", async () => {
    const { attemptsDuring } = await outage(() => ({ status: 429, headers: { "retry-after": "700" } }));
    expect(attemptsDuring).toBe(rooms.length * 6);
  });

  it("and takes everything but answers too late can tell each repetition by its id, its bytes and its signature", async () => {
    const gate = createGate();
    onTestFinished(() => gate.open());
    const { receiver } = await outage(() => ({ status: 200, after: gate.opened }), impatient);
    expect(keptOf(receiver)).toEqual(everything);
    const byId = Map.groupBy(receiver.received, ({ event }) => event.id);
    expect(byId.size).toBe(12);
    const repeated = [...byId.values()].filter((those) => those.length > 1);
    expect(repeated.length).toBeGreaterThanOrEqual(rooms.length);
    for (const those of repeated) {
      expect(new Set(those.map(({ body }) => body)).size).toBe(1);
      expect(new Set(those.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
      for (const { headers, body, event } of those) {
        const sentAt = new Date(Number(headers["webhook-timestamp"]) * 1_000);
        expect(headers["webhook-signature"]).toBe(new Webhook(signingKey).sign(event.id, sentAt, body));
      }
    }
  });

  it("and does not even listen gets every event, once and in order, when it does", async () => {
    const clock = createManualClock();
    const begin = clock.now();
    const file = queueFile();
    const port = await freePort();
    const outbox = open(file, `http://127.0.0.1:${port}`, { clock, timing, random: () => 0.5 });
    for (const room of rooms)
      for (const event of [said(0), said(1), said(2), ended]) outbox.call(room).enqueue(event);
    await pass(clock, file, begin + hour);
    expect(outbox.pending()).toEqual({ waiting: 12, dead: 0, inMemory: 0 });
    const receiver = await startReceiver(() => ok, port);
    await pass(clock, file, begin + 2 * hour);
    expect(receiver.received.length).toBe(12);
    expect(keptOf(receiver)).toEqual(everything);
  });
});
