import { describe, expect, it } from "vitest";
import { toE164 } from "#src/workspaces/telephone-number.ts";

describe("toE164", () => {
  it.each([
    "+15555550100",
    "15555550100",
    "5555550100",
    " 555-555-0100 ",
    "(555) 555-0100",
    "+1 (555) 555.0100",
    "tel:+15555550100",
    "tel:+1-555-555-0100",
    "tel:5555550100;phone-context=+1",
    "sip:+15555550100@sip.example.com;user=phone",
    "sip:5555550100@192.0.2.1:5060",
    "SIPS:+15555550100;npdi=yes@sip.example.com",
    "+15555550100;ext=12",
  ])("takes %j for one number", (text) => {
    expect(toE164(text)).toBe("+15555550100");
  });

  it("knows the lengths of other countries' numbers", () => {
    expect(["+442079460000", "+44 20 7946 0000", "sip:+4930123456@sip.example.com"].map(toE164)).toEqual([
      "+442079460000",
      "+442079460000",
      "+4930123456",
    ]);
  });

  it.each([
    "",
    " ",
    "anonymous",
    "Anonymous",
    "unavailable",
    "restricted",
    "unknown",
    "sip:anonymous@anonymous.invalid",
    // "Anonymous" and "Unavailable" on a keypad.
    "+266696687",
    "266696687",
    "+86282452253",
    // Too short, too long, or of no country.
    "911",
    "1001",
    "555-0100",
    "+1555555010",
    "+155555501000",
    "442079460000",
    "+999123456789",
    "+0155555501",
    // Words around a number, or instead of one.
    "call 5555550100",
    "1-800-FLOWERS",
    "+",
    "sip:",
  ])("finds no number in %j", (text) => {
    expect(toE164(text)).toBeUndefined();
  });
});
