import { useWorkspace } from "#src/dashboard/api/queries.ts";
import { useLive } from "#src/dashboard/live/live-context.ts";
import { useTitle } from "#src/dashboard/parts/use-title.ts";
import { plural } from "#src/dashboard/words/labels.ts";
import { FilterBar } from "./filter-bar.tsx";
import { FinishedCalls } from "./finished-calls.tsx";
import { RunningCalls } from "./running-calls.tsx";
import { useCalls } from "./use-calls.ts";
import { useFilters } from "./use-filters.ts";

interface Props {
  workspaceId: string;
  canPlaceCalls: boolean;
}

export function CallsPage({ workspaceId, canPlaceCalls }: Props) {
  const { beganAt, running, emergencies } = useLive();
  const [filters, setFilters] = useFilters();
  const calls = useCalls(workspaceId, filters);
  const properties = (useWorkspace(workspaceId).data?.properties ?? []) as { id: string; name: string }[];
  const base = `/w/${encodeURIComponent(workspaceId)}`;
  useTitle("Calls");
  return (
    <>
      <div className="page-head">
        <h1>Calls</h1>
        <p className="soft">
          {beganAt === undefined
            ? "…"
            : `${plural(running, "call")} running` +
              (emergencies > 0 ? `, ${plural(emergencies, "emergency", "emergencies")}` : "")}
        </p>
      </div>
      <FilterBar filters={filters} onChange={setFilters} />
      <RunningCalls
        calls={calls}
        filters={filters}
        base={base}
        properties={properties}
        canPlaceCalls={canPlaceCalls}
      />
      <FinishedCalls
        calls={calls}
        filters={filters}
        base={base}
        properties={properties}
        onClear={() => setFilters({})}
      />
    </>
  );
}
