/** Which of two events is the later one in their call, however they arrived. */
import type { Rank } from "#src/api/database/tables.ts";
import type { ReceivedEvent } from "./received-event.ts";

export const rankOf = ({ sequence, happenedAt }: Pick<ReceivedEvent, "sequence" | "happenedAt">): Rank => [
  sequence ?? -1,
  happenedAt.getTime(),
];

/** Below zero: `one` comes first. What has a sequence comes after what has none, so that there is one order for all. */
export const compareRanks = (one: Rank, other: Rank): number => one[0] - other[0] || one[1] - other[1];

interface Told {
  rank: Rank;
  value: unknown;
}

/** Two that stand at one place are told apart by what they say, so that the order of arrival decides nothing. */
export function isLater(one: Told, other: Told): boolean {
  const difference = compareRanks(one.rank, other.rank);
  if (difference !== 0) return difference > 0;
  return (JSON.stringify(one.value) ?? "") > (JSON.stringify(other.value) ?? "");
}
