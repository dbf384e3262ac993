import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { getJson } from "#src/dashboard/api/get.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { actionLabel } from "#src/dashboard/words/labels.ts";
import type { AuditPage } from "#src/api/answers.ts";

/** Who looked at what. */
export function AuditPanel({ workspaceId }: { workspaceId: string }) {
  const clock = useClock();
  const id = encodeURIComponent(workspaceId);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["audit", workspaceId],
    queryFn: ({ pageParam, signal }) =>
      getJson<AuditPage>(
        `/api/workspaces/${id}/audit?limit=25${pageParam ? `&before=${pageParam}` : ""}`,
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  const entries = data?.pages.flatMap((page) => page.entries);
  return (
    <Panel title="Audit log">
      {entries === undefined ? (
        error ? (
          <Problem what="The audit log" error={error} again={() => void refetch()} />
        ) : (
          <Waiting what="The audit log is" />
        )
      ) : entries.length === 0 ? (
        <p className="soft">Nobody has looked at anything yet.</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label="Audit log, a table">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">Did what</th>
                <th scope="col">Call</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ id: entry, happenedAt, actor, action, runId }) => (
                <tr key={entry}>
                  <td className="figure">{clock.full(happenedAt)}</td>
                  <td>
                    {actor.name}
                    {actor.kind !== "person" && <span className="soft"> ({actor.kind})</span>}
                  </td>
                  <td>{actionLabel(action)}</td>
                  <td>
                    {runId ? (
                      <Link href={`/w/${id}/calls/${runId}`} className="audit-open">
                        Open
                      </Link>
                    ) : (
                      "–"
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show earlier entries
        </Button>
      )}
    </Panel>
  );
}
