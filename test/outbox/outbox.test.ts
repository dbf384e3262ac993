import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import type { Outbox, OutboundEvent } from "#src/call/ports.ts";
import { ended, open, queueFile, quick, said, secret, signingKey } from "./fixtures.ts";
import { createManualClock } from "./manual-clock.ts";
import { type Answer, ok, startReceiver } from "./receiver.ts";

const hazard: OutboundEvent = { event_type: "hazard_detected", data: { category: "gas" } };

describe("the outbox", () => {
  it("posts a call's events in order, in the contract's envelope, to their paths", async () => {
    const receiver = await startReceiver();
    const clock = createManualClock();
    const outbox = open(queueFile(), receiver.url, { clock });
    const call: Outbox = outbox.forCall({ sessionId: "room-1", callSid: "SCL_9", workspaceId: "harbour" });
    const startedAt = new Date(clock.now()).toISOString();
    const told: OutboundEvent[] = [
      { event_type: "call_initiated", data: { metadata: { app: "0.1.0" }, started_at: startedAt } },
      said(0),
      ended,
    ];
    for (const event of told) call.enqueue(event);
    clock.advance(0);
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    expect(receiver.received.map(({ path }) => path)).toEqual([
      "/webhooks/livekit/call-initiated",
      "/webhooks/livekit/utterance",
      "/webhooks/livekit/call-ended",
    ]);
    expect(receiver.received.map(({ body }): unknown => JSON.parse(body))).toEqual(
      told.map((event, sequence) => ({
        ...event,
        id: receiver.received[sequence]?.headers["webhook-id"],
        sequence,
        workspace_id: "harbour",
        session_id: "room-1",
        call_sid: "SCL_9",
        timestamp: startedAt,
      })),
    );
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(3);
    expect(outbox.problems).toEqual([]);
  });

  it("appends the paths to a base URL that has a path of its own, and sends no call_sid when there is none", async () => {
    const receiver = await startReceiver();
    const outbox = open(queueFile(), `${receiver.url}/ema/`);
    outbox.call("room-1").enqueue(ended);
    await outbox.flush(5_000);
    expect(receiver.received.map(({ path }) => path)).toEqual(["/ema/webhooks/livekit/call-ended"]);
    expect(Object.keys(JSON.parse(receiver.received[0]?.body ?? "{}") as object)).toEqual([
      "event_type",
      "id",
      "sequence",
      "workspace_id",
      "session_id",
      "timestamp",
      "data",
    ]);
  });

  it("sends the shared secret and a signature that Standard Webhooks verifies", async () => {
    const receiver = await startReceiver();
    const outbox = open(queueFile(), receiver.url);
    outbox.call("room-1").enqueue(said(0));
    await outbox.flush(5_000);
    const [first] = receiver.received;
    const headers = first?.headers as Record<string, string>;
    expect(headers["x-webhook-secret"]).toBe(secret);
    expect(headers["content-type"]).toBe("application/json");
    expect(new Webhook(signingKey).verify(first?.body ?? "", headers)).toEqual(first?.event);
    expect(() => new Webhook(signingKey).verify(`${first?.body} `, headers)).toThrow("No matching signature");
  });

  it("signs with the secret where a workspace has no signing key", async () => {
    const receiver = await startReceiver();
    const outbox = open(queueFile(), receiver.url, {
      destination: () => ({ url: receiver.url, secret, optInEvents: false }),
    });
    outbox.call("room-1").enqueue(said(0));
    await outbox.flush(5_000);
    const [first] = receiver.received;
    const headers = first?.headers as Record<string, string>;
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${first?.body}`;
    expect(headers["webhook-signature"]).toBe(
      `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`,
    );
  });

  it("writes neither words nor secrets into its files, and no trace of what was delivered", async () => {
    let answer: Answer = "never answers";
    const receiver = await startReceiver(() => answer);
    const file = queueFile();
    const outbox = open(file, receiver.url, { timing: { ...quick, timeoutMs: 100 } });
    outbox.call("room-1").enqueue(said(0));
    await vi.waitFor(() => expect(receiver.arrivals()).toEqual(["room-1 0"]));
    const read = (): string =>
      [file, `${file}-wal`, join(dirname(file), "outbox.key")]
        .map((path) => readFileSync(path, "latin1"))
        .join();
    const waiting = read();
    answer = ok;
    await expect(outbox.flush(5_000)).resolves.toBe(0);
    const database = new DatabaseSync(file);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const row = database.prepare("SELECT count(*) AS events FROM events").get();
    database.close();
    const id = receiver.received[0]?.event.id ?? "";
    expect(waiting).toContain(id);
    expect(
      ["ceiling", "dripping", secret, signingKey, receiver.url].filter((value) => waiting.includes(value)),
    ).toEqual([]);
    expect(row).toEqual({ events: 0 });
    expect(read()).not.toContain(id);
  });

  it("sends opt-in events where the workspace turns them on; elsewhere they use no sequence", async () => {
    const receiver = await startReceiver();
    const outbox = open(queueFile(), receiver.url, {
      destination: (workspaceId) => ({ url: receiver.url, secret, optInEvents: workspaceId === "bay" }),
    });
    const harbour = outbox.forCall({ sessionId: "room-h", workspaceId: "harbour" });
    const bay = outbox.forCall({ sessionId: "room-b", workspaceId: "bay" });
    for (const call of [harbour, bay]) for (const event of [said(0), hazard, ended]) call.enqueue(event);
    await outbox.flush(5_000);
    const of = (room: string) =>
      receiver.received
        .filter(({ event }) => event.session_id === room)
        .map(({ event, path }) => `${event.sequence} ${event.event_type} ${path}`);
    expect(of("room-h")).toEqual([
      "0 utterance /webhooks/livekit/utterance",
      "1 call_ended /webhooks/livekit/call-ended",
    ]);
    expect(of("room-b")).toEqual([
      "0 utterance /webhooks/livekit/utterance",
      "1 hazard_detected /webhooks/livekit/event",
      "2 call_ended /webhooks/livekit/call-ended",
    ]);
  });

  it("keeps one sequence for all handles of a call", async () => {
    const receiver = await startReceiver();
    const outbox = open(queueFile(), receiver.url);
    outbox.call("room-1").enqueue(said(0));
    await outbox.flush(5_000);
    outbox.call("room-1").enqueue(said(1));
    await outbox.flush(5_000);
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1"]);
  });

  it("remembers where a call's sequence stood for a day after all of it was delivered", async () => {
    const hour = 3_600_000;
    const receiver = await startReceiver();
    const clock = createManualClock();
    const outbox = open(queueFile(), receiver.url, { clock });
    for (const hours of [0, 23, 25]) {
      clock.advance(hours * hour);
      outbox.call("room-1").enqueue(said(0));
      clock.advance(0);
      await expect(outbox.flush(5_000)).resolves.toBe(0);
    }
    expect(receiver.arrivals()).toEqual(["room-1 0", "room-1 1", "room-1 0"]);
  });

  it("flush tells how many are left when its time is over, of one call if asked", async () => {
    const receiver = await startReceiver(({ event }) =>
      event.session_id === "room-1" ? "never answers" : { status: 200 },
    );
    const outbox = open(queueFile(), receiver.url);
    for (const turn of [0, 1]) for (const room of ["room-1", "room-2"]) outbox.call(room).enqueue(said(turn));
    await expect(outbox.flush(5_000, "room-2")).resolves.toBe(0);
    await expect(outbox.flush(10, "room-1")).resolves.toBe(2);
    await expect(outbox.flush(10)).resolves.toBe(2);
    expect(outbox.pending()).toEqual({ waiting: 2, dead: 0, inMemory: 0 });
  });

  it("close ends a flush that waits, with what is left", async () => {
    const receiver = await startReceiver(() => "never answers");
    const outbox = open(queueFile(), receiver.url);
    outbox.call("room-1").enqueue(said(0));
    const flushed = outbox.flush(600_000);
    await outbox.close();
    await expect(flushed).resolves.toBe(1);
  });

  it("measures what an enqueue costs the call", async ({ annotate }) => {
    const outbox = open(queueFile(), "http://127.0.0.1:9", { clock: createManualClock() });
    const call = outbox.call("room-1");
    const spent = Array.from({ length: 2_000 }, (_, turn) => {
      const before = performance.now();
      call.enqueue(said(turn));
      return performance.now() - before;
    }).sort((a, b) => a - b);
    const at = (share: number) => `${(spent[Math.floor(spent.length * share)] ?? 0).toFixed(3)} ms`;
    await annotate(`enqueue: median ${at(0.5)}, 99 % ${at(0.99)}, longest ${at(0.9999)}`);
    expect(outbox.pending()).toEqual({ waiting: 2_000, dead: 0, inMemory: 0 });
  });
});
