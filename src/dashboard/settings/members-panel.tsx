import { useQuery } from "@tanstack/react-query";
import { getJson } from "#src/dashboard/api/get.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import type { Members, Role } from "#src/api/answers.ts";
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
        <>
          <RecordTable what="Members" records={data.members} />
          <dl className="pairs roles">
            {roles.map(({ role, may }) => (
              <div key={role}>
                <dt>{role}</dt>
                <dd>{may}</dd>
              </div>
            ))}
          </dl>
          <p className="soft small">Whoever runs EMA adds and removes people.</p>
        </>
      ) : error ? (
        <Problem what="The members" error={error} again={() => void refetch()} />
      ) : (
        <Waiting what="Members are" lines={2} />
      )}
    </Panel>
  );
}

const roles: readonly { role: Role; may: string }[] = [
  {
    role: "viewer",
    may: "Sees calls, their timeline and figures, without what was taken down and whose number it was.",
  },
  {
    role: "operator",
    may: "Sees what was taken down and callers' numbers as well, and listens to recordings.",
  },
  { role: "admin", may: "Also exports and erases a caller's data, and sees members and the audit log." },
];
