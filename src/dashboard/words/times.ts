/** Moments and durations in words. Every moment is shown in the workspace's time zone. */

export interface Clock {
  timeZone: string;
  /** `03:12`. */
  time: (moment: string | number) => string;
  /** `03:12:07`. */
  seconds: (moment: string | number) => string;
  /** `2026-03-01`. */
  day: (moment: string | number) => string;
  /** `1 March 2026, 03:12`. */
  full: (moment: string | number) => string;
}

export function clockOf(timeZone: string): Clock {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    return (moment: string | number): string => formatter.format(new Date(moment));
  };
  const day = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return {
    timeZone,
    time: format({ hour: "2-digit", minute: "2-digit" }),
    seconds: format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    day: (moment) => day.format(new Date(moment)),
    full: format({ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }),
  };
}

/** A date of the workspace's own calendar, such as `2026-03-01`, beside today's. */
export function dayHeading(day: string, today: string): string {
  const apart = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  const name = new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
  }).format(new Date(day));
  if (apart === 0) return `Today, ${name}`;
  return apart === 1 ? `Yesterday, ${name}` : name;
}

/** `2026-03` is `March 2026`. */
export const monthName = (month: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" }).format(
    new Date(`${month}-01`),
  );

/** The month `by` months later than `2026-03`. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** `75` is `1:15`; `3675` is `1:01:15`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** `75` is `1 minute 15 seconds`, for those who hear it. */
export function spokenDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const counted = (count: number, unit: string): string[] =>
    count === 0 ? [] : [`${count} ${unit}${count === 1 ? "" : "s"}`];
  const parts = [
    ...counted(Math.floor(whole / 3600), "hour"),
    ...counted(Math.floor(whole / 60) % 60, "minute"),
    ...counted(whole % 60, "second"),
  ];
  return parts.join(" ") || "0 seconds";
}

export function agoText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "1 day ago" : `${days} days ago`;
}

/** `740` is `0.74 s`. */
export const waitText = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
