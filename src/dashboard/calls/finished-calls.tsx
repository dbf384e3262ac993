import { Button } from "@mantine/core";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { Empty } from "#src/dashboard/parts/empty.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import type { PropertyName } from "#src/dashboard/words/run-words.ts";
import { dayHeading } from "#src/dashboard/words/times.ts";
import { type Filters, isFiltered } from "./filters.ts";
import { FinishedCall } from "./finished-call.tsx";
import type { Calls } from "./use-calls.ts";

interface Props {
  calls: Calls;
  filters: Filters;
  base: string;
  properties: readonly PropertyName[];
  onClear: () => void;
}

export function FinishedCalls({ calls, filters, base, properties, onClear }: Props) {
  const { finished, more, loadingMore, error, again } = calls;
  const clock = useClock();
  const today = clock.day(Date.now());
  if (filters.status === "running") return null;
  if (finished === undefined)
    return error ? (
      <Problem what="Finished calls" error={error} again={again} />
    ) : (
      <Waiting what="Finished calls are" />
    );
  if (finished.length === 0)
    return (
      <Empty
        icon="search"
        title={isFiltered(filters) ? "No finished call matches" : "No call has finished yet"}
      >
        {isFiltered(filters) ? (
          <Button variant="default" onClick={onClear}>
            Clear search and filters
          </Button>
        ) : (
          <p>Finished calls are kept here, the newest first.</p>
        )}
      </Empty>
    );
  return (
    <>
      {finished.map(({ day, items }) => (
        <section key={day} className="block" aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{dayHeading(day, today)}</h2>
          <ul className="finished">
            {items.map((run) => (
              <FinishedCall key={run.id} run={run} base={base} properties={properties} />
            ))}
          </ul>
        </section>
      ))}
      {more && (
        <div className="more">
          <Button variant="default" onClick={more} loading={loadingMore}>
            Show earlier calls
          </Button>
        </div>
      )}
    </>
  );
}
