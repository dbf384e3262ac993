import { Link } from "wouter";
import { Empty } from "#src/dashboard/parts/empty.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import type { PropertyName } from "#src/dashboard/words/run-words.ts";
import { type Filters, isFiltered } from "./filters.ts";
import { RunningCall } from "./running-call.tsx";
import type { Calls } from "./use-calls.ts";

interface Props {
  calls: Calls;
  filters: Filters;
  base: string;
  properties: readonly PropertyName[];
  canPlaceCalls: boolean;
}

export function RunningCalls({ calls, filters, base, properties, canPlaceCalls }: Props) {
  const { running, error, again } = calls;
  if (filters.status && filters.status !== "running") return null;
  return (
    <section aria-labelledby="running-title" className="block">
      <h2 id="running-title">Running now</h2>
      {running === undefined ? (
        error ? (
          <Problem what="The running calls" error={error} again={again} />
        ) : (
          <Waiting what="Running calls are" lines={2} />
        )
      ) : running.length === 0 ? (
        <Empty
          icon="telephone"
          title={isFiltered(filters) ? "No running call matches" : "No call is running"}
        >
          <p>A call appears here in the moment in which EMA picks it up.</p>
          {canPlaceCalls && (
            <Link href={`${base}/place-a-call`} className="button">
              Place a call to see one
            </Link>
          )}
        </Empty>
      ) : (
        <ul className="running">
          {running.map((run) => (
            <RunningCall key={run.id} run={run} base={base} properties={properties} />
          ))}
        </ul>
      )}
    </section>
  );
}
