import { useQuery } from "@tanstack/react-query";
import { getJson } from "#src/dashboard/api/get.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import type { Members } from "#src/api/answers.ts";
import { RecordTable } from "./record-table.tsx";

export function MembersPanel({ workspaceId }: { workspaceId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["members", workspaceId],
    queryFn: ({ signal }) =>
      getJson<Members>(`/api/workspaces/${encodeURIComponent(workspaceId)}/members`, signal),
  });
  return (
    <Panel title="Members">
      {data ? (
        <RecordTable what="Members" records={data.members} />
      ) : error ? (
        <Problem what="The members" error={error} again={() => void refetch()} />
      ) : (
        <Waiting what="Members are" lines={2} />
      )}
    </Panel>
  );
}
