/** What is said of data that was erased or handed out. */
import { expect, test } from "vitest";
import { exportedText } from "#src/dashboard/privacy/export-caller.ts";
import { receiptRows, receiptText } from "#src/dashboard/privacy/receipt-text.ts";
import { actionLabel } from "#src/dashboard/words/labels.ts";
import { clockOf } from "#src/dashboard/words/times.ts";
import { receiptOf } from "./fixture/workspace.ts";

const clock = clockOf("America/New_York");
const textOf = (calls: number, events: number, recordings: number): string =>
  receiptText(receiptRows(receiptOf({ calls, events, recordings }), { of: "One call", clock }));

test("a receipt as text says what went, when and by whom, under its id", () => {
  expect(textOf(1, 17, 0)).toBe(
    [
      "Receipt of an erasure",
      "Erased: One call",
      "When: 1 March 2026 at 03:20, America/New_York",
      "What went: 1 call, 17 events, 0 recordings",
      "By: Robin Operator",
      "Receipt: 00000000-0000-4000-8000-00000000e4a5",
      "",
    ].join("\n"),
  );
});

test("a receipt of what was not there says so", () => {
  expect(textOf(0, 0, 0).split("\n")[3]).toBe("What went: Nothing: nothing was stored");
});

test("an export says how much it is, and when it is nothing", () => {
  expect([exportedText({ calls: 0, events: 0 }), exportedText({ calls: 1, events: 12 })]).toEqual([
    "Nothing is stored of this number; caller.json says so.",
    "Saved as caller.json: 1 call, 12 events. Recordings are saved on their calls' pages.",
  ]);
});

test("the audit log speaks of calls; what it does not know is spelt out", () => {
  expect(["runViewed", "erased", "tokenRevoked"].map(actionLabel)).toEqual([
    "Call looked at",
    "Call or caller erased",
    "Token revoked",
  ]);
});
