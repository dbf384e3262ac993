import { describe, expect, it } from "vitest";
import {
  isOptIn,
  type ToldEvent,
  type WebhookEventType,
  webhookEventSchema,
  webhookPaths,
} from "#src/outbox/contract.ts";
import { seal } from "#src/outbox/envelope.ts";
import { parseRetryAfter } from "#src/outbox/retry.ts";
import { type Chance, seeded } from "./seeded.ts";

const rounds = 3_000;
const types = Object.keys(webhookPaths) as [WebhookEventType, ...WebhookEventType[]];

/** Letters of several scripts, quotes, controls, a lone surrogate, and what JSON and HTTP are touchy about. */
const letters = [
  "a",
  "Z",
  " ",
  '"',
  "\\",
  "\n",
  "\u0000",
  "é",
  "漢",
  "🔥",
  "\ud83d",
  "\u2028",
  "{",
  "}",
  "0",
  "%",
] as const;

const text = (chance: Chance, least = 0): string =>
  Array.from({ length: chance.whole(least, 40) }, () => chance.pick(letters)).join("");

const time = (chance: Chance): string => new Date(chance.whole(0, 4_102_444_800) * 1_000).toISOString();

function value(chance: Chance, depth = 0): unknown {
  const kind = chance.whole(0, depth > 3 ? 4 : 6);
  if (kind === 0) return null;
  if (kind === 1) return chance.random() < 0.5;
  if (kind === 2) return (chance.random() - 0.5) * 10 ** chance.whole(-5, 15);
  if (kind <= 4) return text(chance);
  if (kind === 5) return Array.from({ length: chance.whole(0, 4) }, () => value(chance, depth + 1));
  return object(chance, depth + 1);
}

const object = (chance: Chance, depth = 0): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: chance.whole(0, 4) }, (_, index) => [
      `k${index}${text(chance)}`,
      value(chance, depth),
    ]),
  );

function told(chance: Chance): ToldEvent {
  const type = chance.pick(types);
  if (type === "call_initiated") {
    const metadata = Object.fromEntries([
      ["app", text(chance)],
      [`k${text(chance)}`, text(chance)],
    ]);
    return { event_type: type, data: { metadata, started_at: time(chance) } };
  }
  if (type === "utterance") {
    const latency = { wait_ms: chance.random() * 5_000, first_token_ms: chance.whole(-500, 500) };
    return {
      event_type: type,
      data: {
        speaker: chance.pick(["tenant", "agent"]),
        text: text(chance),
        turn_index: chance.whole(0, 500),
        stage: text(chance, 1),
        interrupted: chance.random() < 0.5,
        ...(chance.random() < 0.5 ? { latency } : {}),
      },
    };
  }
  if (type === "call_ended") {
    const [duration_seconds, total_turns] = [chance.random() * 3_600, chance.whole(0, 500)];
    return { event_type: type, data: { duration_seconds, total_turns, final_stage: text(chance, 1) } };
  }
  return { event_type: type, data: object(chance) };
}

describe("the webhook contract, with any event", () => {
  it("is kept by every body: what is told arrives whole, in the envelope", () => {
    const chance = seeded(1);
    const seen = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      const event = told(chance);
      const hasSid = chance.random() < 0.5;
      const call = {
        sessionId: text(chance, 1),
        workspaceId: text(chance, 1),
        ...(hasSid ? { callSid: text(chance, 1) } : {}),
      };
      const [sequence, now] = [chance.whole(0, 10_000), chance.whole(0, 4_102_444_800) * 1_000];
      const { body, ...sealed } = seal(call, event, now);
      const sent: unknown = JSON.parse(body(sequence));
      expect(webhookEventSchema.parse(sent)).toEqual(sent);
      expect(sent).toEqual({
        id: sealed.id,
        sequence,
        event_type: event.event_type,
        workspace_id: call.workspaceId,
        session_id: call.sessionId,
        ...(hasSid ? { call_sid: call.callSid } : {}),
        timestamp: new Date(now).toISOString(),
        data: JSON.parse(JSON.stringify(event.data)),
      });
      seen.add(event.event_type);
    }
    expect([...seen].sort()).toEqual([...types].sort());
  });

  it("is broken by a body that lacks any one part or has it of another kind", () => {
    const chance = seeded(2);
    for (let round = 0; round < rounds; round += 1) {
      const event = told(chance);
      const call = { sessionId: text(chance, 1), workspaceId: text(chance, 1) };
      const sent = JSON.parse(seal(call, event, 0).body(round)) as Record<string, unknown>;
      const data = sent["data"] as Record<string, unknown>;
      const parts = [
        "id",
        "sequence",
        "event_type",
        "workspace_id",
        "session_id",
        "timestamp",
        "data",
      ] as const;
      const part = chance.pick(parts);
      const wrong = chance.pick([undefined, null, [], true, { a: 1 }] as const);
      // Any object will do as an opt-in event's data.
      const isHarmless =
        part === "data" &&
        isOptIn(event.event_type) &&
        typeof wrong === "object" &&
        !Array.isArray(wrong) &&
        wrong !== null;
      expect(webhookEventSchema.safeParse({ ...sent, [part]: wrong }).success).toBe(isHarmless);
      if (isOptIn(event.event_type)) continue;
      const [first = "", ...rest] = Object.keys(data).filter((key) => key !== "latency");
      const key = chance.pick([first, ...rest]);
      expect(
        webhookEventSchema.safeParse({
          ...sent,
          data: { ...data, [key]: chance.pick([undefined, null, []]) },
        }).success,
      ).toBe(false);
    }
  });
});

describe("Retry-After, with any header", () => {
  const now = Date.parse("2026-01-31T12:00:00.000Z");

  it("is whole milliseconds from now on, or nothing", () => {
    const chance = seeded(3);
    const pieces = [
      "0",
      "9",
      "31",
      "2026",
      "9".repeat(400),
      " ",
      "-",
      "+",
      ".",
      "e",
      ":",
      ",",
      "Sat",
      "Jan",
      "GMT",
      "Sat, 31 Jan 2026 12:01:30 GMT",
      "é",
      "NaN",
      "Infinity",
      "0x1f",
      "\t",
    ] as const;
    for (let round = 0; round < 20_000; round += 1) {
      const header = Array.from({ length: chance.whole(0, 6) }, () => chance.pick(pieces)).join("");
      const asked = parseRetryAfter(header, now);
      if (asked === undefined) continue;
      expect(Number.isSafeInteger(asked) && asked >= 0, `${JSON.stringify(header)} asks for ${asked}`).toBe(
        true,
      );
      expect(/^\s*\d+\s*$|^\s*[A-Z][a-z]+, .* GMT\s*$/.test(header)).toBe(true);
    }
  });

  it("asks for exactly the seconds that it gives", () => {
    const chance = seeded(4);
    for (let round = 0; round < rounds; round += 1) {
      const seconds = chance.whole(0, 2 ** 31);
      const [before, zeros, after] = [
        " ".repeat(chance.whole(0, 2)),
        "0".repeat(chance.whole(0, 3)),
        " ".repeat(chance.whole(0, 2)),
      ];
      expect(parseRetryAfter(`${before}${zeros}${seconds}${after}`, now)).toBe(seconds * 1_000);
      expect(parseRetryAfter(`-${seconds}`, now)).toBeUndefined();
      expect(parseRetryAfter(`${seconds}.5`, now)).toBeUndefined();
    }
  });

  it("waits until exactly the date that it gives, and not at all when that is past", () => {
    const chance = seeded(5);
    for (let round = 0; round < rounds; round += 1) {
      const date = chance.whole(0, 4_102_444_800) * 1_000;
      expect(parseRetryAfter(new Date(date).toUTCString(), now)).toBe(Math.max(0, date - now));
      expect(parseRetryAfter(new Date(date).toISOString(), now)).toBeUndefined();
    }
  });
});
