import { describe, expect, it } from "vitest";
import { isOfficeOpen, spokenHours } from "#src/workspaces/office-hours.ts";
import type { Workspace } from "#src/workspaces/pack.ts";

type Office = Workspace["office"];

const weekdays: Office = { days: ["mon", "tue", "wed", "thu", "fri"], opens: "09:00", closes: "17:30" };

describe("isOfficeOpen", () => {
  it.each([
    // 2026-01-05 is a Monday. New York is five hours behind UTC in winter, four in summer.
    ["before opening in winter", "2026-01-05T13:59:59Z", false],
    ["at opening in winter", "2026-01-05T14:00:00Z", true],
    ["at opening in summer", "2026-07-06T13:00:00Z", true],
    ["before opening in summer", "2026-07-06T12:59:59Z", false],
    ["in the last minute", "2026-01-05T22:29:59Z", true],
    ["at closing", "2026-01-05T22:30:00Z", false],
    ["on Friday, when it is Saturday in UTC and evening there", "2026-01-10T00:30:00Z", false],
    ["on a Sunday", "2026-01-04T15:00:00Z", false],
  ])("%s", (_, at, open) => {
    expect(isOfficeOpen({ office: weekdays, timeZone: "America/New_York" }, new Date(at))).toBe(open);
  });

  it("takes the day from the workspace's zone, not from UTC", () => {
    const office: Office = { days: ["fri"], opens: "18:00", closes: "24:00" };
    const saturdayInUtc = new Date("2026-01-10T04:59:59Z");

    expect(isOfficeOpen({ office, timeZone: "America/New_York" }, saturdayInUtc)).toBe(true);
    expect(isOfficeOpen({ office, timeZone: "UTC" }, saturdayInUtc)).toBe(false);
  });

  it("is open at midnight when the office is", () => {
    const office: Office = { days: ["mon"], opens: "00:00", closes: "24:00" };

    expect(isOfficeOpen({ office, timeZone: "UTC" }, new Date("2026-01-05T00:00:00Z"))).toBe(true);
  });
});

describe("spokenHours", () => {
  it.each<[string, Office]>([
    ["Monday to Friday, from nine in the morning to half past five in the afternoon", weekdays],
    [
      "Monday, Wednesday and Friday, from eight fifteen in the morning to noon",
      { days: ["fri", "mon", "wed"], opens: "08:15", closes: "12:00" },
    ],
    [
      "Tuesday to Thursday and Sunday, from seven oh five in the morning to eight forty five in the evening",
      { days: ["tue", "wed", "thu", "sun"], opens: "07:05", closes: "20:45" },
    ],
    [
      "Saturday and Sunday, from midnight to twelve forty in the afternoon",
      { days: ["sat", "sun"], opens: "00:00", closes: "12:40" },
    ],
    [
      "every day, around the clock",
      { days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], opens: "00:00", closes: "24:00" },
    ],
  ])("%s", (words, office) => {
    expect(spokenHours({ office })).toBe(words);
  });
});
