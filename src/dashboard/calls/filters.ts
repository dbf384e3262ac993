/** Search and filters of the list of calls, kept in the page's address so that they can be sent to a colleague. */
import type { Run } from "#src/api/answers.ts";
import { isLifeSafety } from "./order.ts";

const filterNames = ["q", "status", "urgency", "hazard", "from", "to"] as const;
type FilterName = (typeof filterNames)[number];
/** `hazard` is `1` for calls with a life-safety hazard; `from` and `to` are days of the workspace's time zone. */
export type Filters = Partial<Record<FilterName, string>>;

export function readFilters(search: string): Filters {
  const params = new URLSearchParams(search);
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = params.get(name)?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}

/** Without a question mark; empty when nothing is filtered. */
export function writeFilters(filters: Filters): string {
  const params = new URLSearchParams();
  for (const name of filterNames) if (filters[name]) params.set(name, filters[name]);
  return params.toString();
}

export const isFiltered = (filters: Filters): boolean => filterNames.some((name) => filters[name]);

/** Whether a call that the stream told of belongs in the list. `dayOf`: a moment's date in the workspace's time zone. */
export function matches(run: Run, filters: Filters, dayOf: (time: string) => string): boolean {
  const { q, status, urgency, hazard, from, to } = filters;
  const day = dayOf(run.startedAt);
  return (
    (!status || run.status === status) &&
    (!urgency || run.urgency === urgency || (urgency === "lifeSafety" && isLifeSafety(run))) &&
    (!hazard || run.hazards.length > 0) &&
    (!from || day >= from) &&
    (!to || day <= to) &&
    (!q || holds(run, q.toLowerCase()))
  );
}

/** The words of a call that the list itself shows; what was said is searched by the API alone. */
function holds(run: Run, words: string): boolean {
  const facts = Object.values(run.facts).filter((value) => typeof value === "string");
  const texts = [...facts, ...run.hazards, run.callerNumber ?? "", run.sessionId];
  return texts.some((text) => text.toLowerCase().includes(words));
}
