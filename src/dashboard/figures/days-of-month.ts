/** Every day of the month, those without a call as well. */
import type { Figures } from "#src/api/answers.ts";

export function daysOfMonth({ month, days }: Pick<Figures, "month" | "days">): Figures["days"] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const known = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: count }, (_, index) => {
    const day = `${month}-${String(index + 1).padStart(2, "0")}`;
    return known.get(day) ?? { day, calls: 0, emergencies: 0, costUsd: 0 };
  });
}
