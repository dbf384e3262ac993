import { afterEach, describe, expect, test } from "vitest";
import { startReceiver, type Receiver, type ReceiverBehaviour } from "#src/simulate/receiver.ts";
import { acceptedEvents, strangeRequests } from "#src/simulate/webhook-log.ts";
import { VirtualTimers } from "./virtual-timers.ts";

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function start(behaviour: ReceiverBehaviour) {
  const timers = new VirtualTimers();
  const receiver = await startReceiver({ behaviour, secret: "a secret", timers });
  open.push(receiver);
  const post = (body: unknown, secret = "a secret") =>
    fetch(`${receiver.url}/webhooks/livekit/utterance`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-webhook-secret": secret },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { timers, receiver, post };
}

const event = (sequence: number, id = `event-${sequence}`) => ({ event_type: "utterance", sequence, id });
const later = () => new Promise((resolve) => setImmediate(resolve));

describe("a webhook receiver", () => {
  test("accepts, and remembers what came in its order", async () => {
    const { receiver, post, timers } = await start("ok");
    const answer = await post(event(0));
    expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
    timers.stall(30);
    await post(event(1));
    expect(receiver.requests()).toMatchObject([
      { path: "/webhooks/livekit/utterance", body: event(0), status: 200 },
      { headers: { "content-type": "application/json" }, body: event(1), status: 200 },
    ]);
    const [first, second] = receiver.requests();
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(30);
  });

  test("refuses a wrong secret", async () => {
    const { receiver, post } = await start("ok");
    const answer = await post(event(0), "another");
    expect([answer.status, await answer.json()]).toEqual([401, { success: false }]);
    expect(acceptedEvents(receiver.requests())).toEqual([]);
  });

  test("answers after five seconds when it is slow", async () => {
    const { receiver, post, timers } = await start("slow");
    const answer = post(event(0));
    while (receiver.requests().length === 0) await later();
    await timers.advance(4_990);
    expect(receiver.requests()[0]?.status).toBeUndefined();
    await timers.advance(20);
    expect((await answer).status).toBe(200);
  });

  test("never answers, and can be closed all the same", async () => {
    const { receiver, post, timers } = await start("never");
    const answer = post(event(0)).then(
      () => "answered",
      () => "broken off",
    );
    while (receiver.requests().length === 0) await later();
    await timers.advance(600_000);
    expect(receiver.requests()).toMatchObject([{ body: event(0) }]);
    expect(receiver.requests()[0]?.status).toBeUndefined();
    await receiver.close();
    open.length = 0;
    expect(await answer).toBe("broken off");
  });

  test("fails three times and then works", async () => {
    const { receiver, post } = await start("failing-then-ok");
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) statuses.push((await post(event(0))).status);
    expect(statuses).toEqual([503, 503, 503, 200, 200]);
    expect(acceptedEvents(receiver.requests())).toEqual([{ event_type: "utterance", sequence: 0 }]);
  });
});

describe("what a receiver accepted", () => {
  test("is each event once, by its id", async () => {
    const { receiver, post } = await start("ok");
    for (const body of [event(0), event(0), event(1), event(2, "event-1")]) await post(body);
    expect(acceptedEvents(receiver.requests()).map(({ sequence }) => sequence)).toEqual([0, 1]);
  });

  test("leaves out what is no webhook of the contract, which is counted", async () => {
    const { receiver, post } = await start("ok");
    await post("not JSON");
    await post({ event_type: "utterance" });
    await post(event(0));
    expect(receiver.requests().map(({ body }) => body)).toContain("not JSON");
    expect(acceptedEvents(receiver.requests())).toEqual([{ event_type: "utterance", sequence: 0 }]);
    expect(strangeRequests(receiver.requests())).toBe(2);
  });
});
