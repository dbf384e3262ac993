import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { buildApi } from "#src/api/app.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { checkSignature } from "#src/api/receive/check-signature.ts";
import { type Body, burstPipe, callOf, requestOf, send, type Sending, signed } from "./agent.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace, partsFor, secret } from "./parts.ts";
import { timelineOf } from "./stored.ts";

const key = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const elmKey = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
const [body] = callOf("room-1", burstPipe);
if (body === undefined) throw new Error("The call is empty.");
const first: Body = body;
/** Of a workspace with keys of its own. */
const elms: Body = { ...first, id: "elm-0", workspace_id: "elm", session_id: "room-elm" };

let opened: TestDatabase;
let app: ApiApp;
/** Of somebody who has no signing key. */
let unsigned: ApiApp;

beforeAll(async () => {
  opened = await openTestDatabase();
  for (const id of ["maple-court", "elm", "oak"]) await addWorkspace(opened.database, id);
  const own = new Map([
    ["elm", { secret: "elm-hush", signingKey: elmKey }],
    ["oak", { secret: "oak-hush" }],
  ]);
  app = await buildApi(partsFor(opened.database, { webhooks: { shared: { secret, signingKey: key }, own } }));
  unsigned = await buildApi(partsFor(opened.database));
});
afterAll(async () => {
  await app.close();
  await unsigned.close();
  await opened.close();
});
afterEach(() => {
  vi.useRealTimers();
});

const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);
const sent = (body: Body, sending?: Sending, to = app): Promise<[number, unknown]> => send(to, body, sending);
/** With signature. */
const genuine = (body: Body, sending: Sending = {}): Promise<[number, unknown]> =>
  sent(body, { ...sending, headers: { ...signed(body, key), ...sending.headers } });

function refused(status: number, code: string, message: string): [number, unknown] {
  return [status, { success: false, error: { code, message } }];
}

const wrongSecret = refused(
  401,
  "wrongSecret",
  "X-Webhook-Secret is missing or wrong; set EMA_WEBHOOK_SECRET to the same value on both sides.",
);
const wrongSignature = refused(
  401,
  "wrongSignature",
  "webhook-signature is no signature of this body; set EMA_WEBHOOK_SIGNING_KEY to the same value on both sides.",
);
const stale = refused(
  401,
  "wrongSignature",
  "webhook-timestamp is more than five minutes away from now; set both clocks, and sign again.",
);

describe("Standard Webhooks", () => {
  it("verifies the published example", () => {
    vi.useFakeTimers({ now: 1_614_265_330_000 });
    const example = {
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
      body: '{"test": 2432232314}',
    };
    const keys = { secret: "unused", signingKey: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };

    expect(() => checkSignature(example, keys)).not.toThrow();
    expect(() => checkSignature({ ...example, body: '{"test": 2432232315}' }, keys)).toThrow("no signature");
  });
});

describe("is refused, and leaves nothing behind", () => {
  afterEach(async () => expect(await timelineOf(opened, "room-1")).toEqual([]));

  it.each<[string, Record<string, string>]>([
    ["no secret", { "x-webhook-secret": "" }],
    ["a wrong secret", { "x-webhook-secret": "everybodys-hus" }],
    ["a longer secret", { "x-webhook-secret": `${secret}h` }],
  ])("%s", async (_, headers) => {
    expect(await genuine(first, { headers })).toEqual(wrongSecret);
  });

  it("no secret header at all", async () => {
    const headers = { "content-type": "application/json", ...signed(first, key) };
    const response = await app.inject({ ...requestOf(first), headers });
    expect([response.statusCode, response.json()]).toEqual(wrongSecret);
  });

  it("a body that was changed, by a single letter or an added space", async () => {
    const headers = signed(first, key);
    const text = JSON.stringify(first);
    expect(
      await sent(first, { headers, raw: text.replace("burst", "burnt").replace("0.1.0", "0.1.1") }),
    ).toEqual(wrongSignature);
    expect(await sent(first, { headers, raw: `${text} ` })).toEqual(wrongSignature);
  });

  it("a signature by another key, of another id, or in another scheme", async () => {
    expect(await sent(first, { headers: signed(first, elmKey) })).toEqual(wrongSignature);
    expect(await sent(first, { headers: { ...signed(first, key), "webhook-id": "another" } })).toEqual(
      wrongSignature,
    );
    const { "webhook-signature": signature = "", ...rest } = signed(first, key);
    expect(
      await sent(first, { headers: { ...rest, "webhook-signature": signature.replace("v1,", "v1a,") } }),
    ).toEqual(wrongSignature);
  });

  it("a signature that is too old, too new, or has no time", async () => {
    expect(await sent(first, { headers: signed(first, key, { at: minutes(-6) }) })).toEqual(stale);
    expect(await sent(first, { headers: signed(first, key, { at: minutes(6) }) })).toEqual(stale);
    const { "webhook-timestamp": _, ...headers } = signed(first, key);
    expect(await sent(first, { headers })).toEqual(
      refused(
        401,
        "wrongSignature",
        "webhook-id, webhook-timestamp or webhook-signature is missing; send all three.",
      ),
    );
  });

  it("a body with an id that is not signed, where there is a signing key", async () => {
    expect(await sent(first)).toEqual(
      refused(
        401,
        "notSigned",
        "webhook-signature is missing, and this workspace has a signing key; sign the body with it, or take the key away on both sides.",
      ),
    );
  });

  it("an id in the header that is not the body's, though signed", async () => {
    expect(await sent(first, { headers: signed(first, key, { id: "another" }) })).toEqual(
      refused(400, "otherId", "webhook-id is another text than the body's id; send the same one."),
    );
  });

  it("a truncated body, and one that is no JSON", async () => {
    const text = JSON.stringify(first);
    const notJson = refused(400, "notJson", "The body is no JSON, or not all of it; send one JSON object.");
    expect(await sent(first, { raw: text.slice(0, -20) })).toEqual(notJson);
    expect(await sent(first, { raw: "" })).toEqual(notJson);
    expect(await sent(first, { raw: `${"[".repeat(100_000)}${"]".repeat(100_000)}` })).toEqual(notJson);
    const truncated = { headers: signed(first, key), raw: text.slice(0, -20) };
    expect(await sent(first, truncated)).toEqual(wrongSignature);
  });

  it("ten megabytes, before they are read, whoever sends them", async () => {
    const raw = JSON.stringify({ ...first, padding: "x".repeat(10_000_000) });
    const tooLarge = refused(
      413,
      "tooLarge",
      "The body is longer than 256 KiB; no event of the contract is.",
    );
    expect(await sent(first, { raw })).toEqual(tooLarge);
    expect(await sent(first, { raw, headers: { "x-webhook-secret": "none" } })).toEqual(tooLarge);
  });

  it("another type of content", async () => {
    expect(await genuine(first, { headers: { "content-type": "text/plain" } })).toEqual(
      refused(415, "notJson", "The body is of another type; send application/json."),
    );
  });

  it.each<[string, Partial<Body>, string]>([
    ["a missing sequence", { sequence: undefined }, "sequence is missing; send a number."],
    [
      "a sequence that no call reaches",
      { sequence: 3_000_000_000 },
      "sequence is a number that does not fit; send 1000000 or less.",
    ],
    [
      "a session that is no text",
      { session_id: 7 },
      "session_id is a number that does not fit; send a text.",
    ],
    [
      "a name too long for an index",
      { session_id: "r".repeat(3000) },
      "session_id is a text that does not fit; send 256 characters or entries at most.",
    ],
    [
      "a time without milliseconds",
      { timestamp: "2026-11-27T03:00:00Z" },
      "timestamp is a text that does not fit; send a time such as 2026-11-27T03:00:00.000Z.",
    ],
    [
      "a time from before there were telephones",
      { timestamp: "0000-01-01T00:00:00.000Z" },
      "timestamp is a text that does not fit; send what /openapi.json says.",
    ],
    ["data that is a list", { data: [] }, "data is a list; send an object."],
    [
      "data of another type of event",
      { data: { category: "gas" } },
      "data.metadata is missing; send an object.",
    ],
    [
      "a caller's number as a name in the metadata",
      { data: { started_at: first["timestamp"], metadata: { "+15555550142": 1 } } },
      "data.metadata.‹key› is a number that does not fit; send a text.",
    ],
    [
      "an event type that is no name",
      { event_type: "Call Ended" },
      "event_type is a text that does not fit; send it in the form that /openapi.json says.",
    ],
  ])("%s", async (_, wrong, message) => {
    const changed: Body = { ...first, ...wrong };
    const path = "/webhooks/livekit/call-initiated";
    expect(await genuine(changed, { path, headers: signed(changed, key) })).toEqual(
      refused(400, "invalid", message),
    );
  });

  it("an event at another's address", async () => {
    expect(await genuine(first, { path: "/webhooks/livekit/event" })).toEqual(
      refused(
        400,
        "wrongAddress",
        "event_type is one that belongs elsewhere; send it to /webhooks/livekit/call-initiated.",
      ),
    );
    const newer = { ...first, event_type: "callback_promised" };
    expect(await genuine(newer, { path: "/webhooks/livekit/utterance" })).toEqual(
      refused(
        400,
        "wrongAddress",
        "event_type is one that belongs elsewhere; send it to /webhooks/livekit/event.",
      ),
    );
  });

  it("a workspace that is not there, with what to do", async () => {
    const strange = { ...first, workspace_id: "birch,maple-court" };
    expect(await sent(strange, { headers: signed(strange, key) })).toEqual(
      refused(
        404,
        "unknownWorkspace",
        "workspace_id is a name that no workspace has; add it to the API's prompts folder and start the API, then run " +
          "`npm run -s outbox -- --revive` beside the worker.",
      ),
    );
  });
});

describe("a workspace's own keys", () => {
  it("speak for it, and its signature is by its own key", async () => {
    const headers = { "x-webhook-secret": "elm-hush", ...signed(elms, elmKey) };
    expect(await sent(elms, { headers })).toEqual([200, { success: true }]);
    expect(await sent(elms, { headers: { "x-webhook-secret": "elm-hush", ...signed(elms, key) } })).toEqual(
      wrongSignature,
    );
  });

  it("do not speak for another, and nobody else's speak for it", async () => {
    expect(
      await sent(first, { headers: { "x-webhook-secret": "elm-hush", ...signed(first, elmKey) } }),
    ).toEqual(
      refused(
        403,
        "otherWorkspace",
        "workspace_id is another workspace than the one whose secret was sent; send that workspace's own secret.",
      ),
    );
    expect(await sent(elms, { headers: signed(elms, elmKey) })).toEqual(
      refused(
        401,
        "wrongSecret",
        "X-Webhook-Secret is everybody's, and the workspace has one of its own; send that one.",
      ),
    );
  });

  it("are the shared key where there is none of its own", async () => {
    const oaks = { ...elms, id: "oak-0", workspace_id: "oak" };
    const headers = { "x-webhook-secret": "oak-hush", ...signed(oaks, key) };
    expect(await sent(oaks, { headers })).toEqual([200, { success: true }]);
  });
});

describe("without a signing key", () => {
  it("a signature is optional, and one that is there is by the secret's bytes", async () => {
    const [, second, third] = callOf("room-2", burstPipe);
    if (second === undefined || third === undefined) throw new Error("The call is too short.");
    const at = new Date();
    const headers = {
      "webhook-id": String(third["id"]),
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(secret, { format: "raw" }).sign(
        String(third["id"]),
        at,
        JSON.stringify(third),
      ),
    };

    expect(await sent(second, {}, unsigned)).toEqual([200, { success: true }]);
    expect(await sent(third, { headers }, unsigned)).toEqual([200, { success: true }]);
    expect(await sent(third, { headers: signed(third, key) }, unsigned)).toEqual(wrongSignature);
  });
});
