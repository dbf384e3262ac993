/** When the office is open, in the workspace's own time zone. */
import type { Workspace } from "./pack.ts";
import { spokenDays, spokenTime } from "./spoken-time.ts";

type Hours = Pick<Workspace, "office" | "timeZone">;

/** `opens` belongs to the office hours, `closes` does not. */
export function isOfficeOpen({ office, timeZone }: Hours, at: Date): boolean {
  const { day, time } = localTime(timeZone, at);
  return office.days.some((open) => open === day) && office.opens <= time && time < office.closes;
}

/** For instance `Monday to Friday, from nine in the morning to half past five in the afternoon`. */
export function spokenHours({ office }: Pick<Workspace, "office">): string {
  const days = spokenDays(office.days);
  if (office.opens === "00:00" && office.closes === "24:00") return `${days}, around the clock`;
  return `${days}, from ${spokenTime(office.opens)} to ${spokenTime(office.closes)}`;
}

function localTime(timeZone: string, at: Date): { day: string; time: string } {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return { day: part("weekday").toLowerCase(), time: `${part("hour")}:${part("minute")}` };
}
