import { describe, expect, it } from "vitest";
import { createKeyRing, type Place } from "#src/outbox/encryption.ts";

const place: Place = { sessionId: "room-1", sequence: 3, id: "event-1" };
const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

describe("a body at rest", () => {
  it("is opened in its place by a ring that has its key, and says nothing of itself or of the key", () => {
    const { keyId, sealed } = createKeyRing([key(1)]).seal("The ceiling is dripping: è.", place);
    expect(createKeyRing([key(2), key(1)]).open({ keyId, sealed }, place)).toBe(
      "The ceiling is dripping: è.",
    );
    expect(keyId).toMatch(/^[0-9a-f]{16}$/);
    expect(Buffer.from(sealed).includes("ceiling")).toBe(false);
    expect(Buffer.from(key(1)).toString("hex")).not.toContain(keyId);
  });

  it("never looks the same twice", () => {
    const ring = createKeyRing([key(1)]);
    const all = Array.from({ length: 500 }, () =>
      Buffer.from(ring.seal("Hello?", place).sealed).toString("hex"),
    );
    expect(new Set(all.map((each) => each.slice(0, 24))).size).toBe(500);
    expect(new Set(all.map((each) => each.slice(24))).size).toBe(500);
  });

  it("is written under the first key", () => {
    const [first, second] = [createKeyRing([key(1)]), createKeyRing([key(2), key(1)])];
    expect(second.keyIds).toEqual([second.seal("", place).keyId, first.seal("", place).keyId]);
  });

  it("is not opened without its key, and that is no error", () => {
    const body = createKeyRing([key(1)]).seal("Hello?", place);
    expect(createKeyRing([key(2)]).open(body, place)).toBeUndefined();
  });

  it.each<[string, Partial<Place>]>([
    ["another call", { sessionId: "room-2" }],
    ["another sequence", { sequence: 4 }],
    ["another id", { id: "event-2" }],
    ["a place that reads alike", { sessionId: 'room-1",3', id: "event-1" }],
  ])("is not opened in %s", (_, moved) => {
    const ring = createKeyRing([key(1)]);
    const body = ring.seal("Hello?", place);
    expect(() => ring.open(body, { ...place, ...moved })).toThrow("authenticate");
  });

  it("is not opened when a bit of it was changed, wherever, or an end is missing", () => {
    const ring = createKeyRing([key(1)]);
    const { keyId, sealed } = ring.seal("Hello?", place);
    const opened = Array.from(sealed, (_, at) => {
      const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
      try {
        return ring.open({ keyId, sealed: changed }, place);
      } catch {
        return "refused";
      }
    });
    expect(new Set(opened)).toEqual(new Set(["refused"]));
    expect(() => ring.open({ keyId, sealed: sealed.subarray(0, -1) }, place)).toThrow("authenticate");
    expect(() => ring.open({ keyId, sealed: sealed.subarray(0, 20) }, place)).toThrow("too short");
  });
});
