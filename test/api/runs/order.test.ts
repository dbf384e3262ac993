import { describe, expect, it } from "vitest";
import { gapsIn, orderEvents } from "#src/api/runs/order.ts";

const event = (id: string, sequence: number | null, second: number, position = second) => ({
  id,
  sequence,
  position,
  happenedAt: `2026-11-27T03:00:${String(second).padStart(2, "0")}.000Z`,
});
const ids = (events: readonly { id: string }[]): string => events.map(({ id }) => id).join(" ");

describe("a call's events", () => {
  it("follow each other by their sequence, whatever their clocks say and however they arrived", () => {
    expect(ids(orderEvents([event("c", 2, 1), event("a", 0, 5), event("b", 1, 3)]))).toBe("a b c");
  });

  it("stand by time where they bear no sequence, those of one moment as they arrived", () => {
    const events = [event("later", null, 4), event("second", null, 2, 9), event("first", null, 2, 8)];

    expect(ids(orderEvents(events))).toBe("first second later");
  });

  it("that bear none stand among the others by time, without changing their order", () => {
    const events = [event("lost", null, 9), event("b", 1, 3), event("between", null, 2), event("a", 0, 1)];

    expect(ids(orderEvents(events))).toBe("a between b lost");
  });

  it("show what is missing between them, and before the first", () => {
    const events = [event("d", 6, 4), event("b", 1, 1), event("lost", null, 9), event("c", 2, 2)];

    expect(gapsIn(events)).toEqual([
      { from: 0, to: 0, before: "b" },
      { from: 3, to: 5, before: "d" },
    ]);
    expect(gapsIn([event("a", 0, 1), event("b", 1, 1)])).toEqual([]);
  });
});
