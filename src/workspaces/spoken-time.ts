/** Days and clock times in words, so that no voice stumbles over "8:30 AM" or "Mon-Fri". */
import type { Workspace } from "./pack.ts";

type Day = Workspace["office"]["days"][number];

const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const satisfies readonly Day[];
const dayNames: Record<Day, string> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};
const upToNineteen =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = ["", "", "twenty", "thirty", "forty", "fifty"];

/** Days in a row of three or more become a span: `Monday to Friday and Sunday`. */
export function spokenDays(days: readonly Day[]): string {
  if (days.length === week.length) return "every day";
  const spans: Day[][] = [];
  for (const day of week.filter((each) => days.includes(each))) {
    const last = spans.at(-1);
    const previous = week[week.indexOf(day) - 1];
    if (last !== undefined && last.at(-1) === previous) last.push(day);
    else spans.push([day]);
  }
  return inWords(
    spans.flatMap((span) => {
      const names = span.map((day) => dayNames[day]);
      return names.length > 2 ? [`${names[0]} to ${names.at(-1)}`] : names;
    }),
  );
}

/** `time` is HH:MM on the 24-hour clock, 24:00 included. */
export function spokenTime(time: string): string {
  if (time === "12:00") return "noon";
  if (time === "00:00" || time === "24:00") return "midnight";
  const hour = Number(time.slice(0, 2));
  const minute = Number(time.slice(3));
  return `${spokenClock(hour, minute)} ${partOfDay(hour)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

function spokenClock(hour: number, minute: number): string {
  const spokenHour = spokenNumber(hour % 12 === 0 ? 12 : hour % 12);
  if (minute === 0) return spokenHour;
  if (minute === 30) return `half past ${spokenHour}`;
  return `${spokenHour} ${minute < 10 ? "oh " : ""}${spokenNumber(minute)}`;
}

/** 0 to 59. */
function spokenNumber(value: number): string {
  const small = upToNineteen[value];
  if (small !== undefined) return small;
  const ten = tens[Math.floor(value / 10)] ?? "";
  return value % 10 === 0 ? ten : `${ten} ${upToNineteen[value % 10]}`;
}

function partOfDay(hour: number): string {
  if (hour < 12) return "in the morning";
  return hour < 18 ? "in the afternoon" : "in the evening";
}
