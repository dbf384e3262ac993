import "./settings.css";
import type { Workspace } from "#src/api/answers.ts";
import { useWorkspace } from "#src/dashboard/api/queries.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { useRole } from "#src/dashboard/parts/role-context.ts";
import { useTitle } from "#src/dashboard/parts/use-title.ts";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { CallerPanel } from "#src/dashboard/privacy/caller-panel.tsx";
import { telephoneText } from "#src/dashboard/words/numbers.ts";
import { AuditPanel } from "./audit-panel.tsx";
import { MembersPanel } from "./members-panel.tsx";
import { NestedValues } from "./nested-values.tsx";
import { PackFiles } from "./pack-files.tsx";
import { PricesPanel } from "./prices-panel.tsx";
import { RecordTable } from "./record-table.tsx";

export function SettingsPage({ workspaceId }: { workspaceId: string }) {
  const { data, error, refetch } = useWorkspace(workspaceId);
  const role = useRole();
  useTitle("Settings");
  return (
    <>
      <div className="page-head">
        <h1>Settings</h1>
        <p className="soft">To be read here. They are changed in the workspace&apos;s prompt pack.</p>
      </div>
      {data ? (
        <Shown workspace={data} />
      ) : error ? (
        <Problem what="The settings" error={error} again={() => void refetch()} />
      ) : (
        <Waiting what="Settings are" />
      )}
      <PackFiles workspaceId={workspaceId} />
      {role === "admin" && (
        <>
          <CallerPanel workspaceId={workspaceId} />
          <MembersPanel workspaceId={workspaceId} />
          <AuditPanel workspaceId={workspaceId} />
        </>
      )}
    </>
  );
}

function Shown({ workspace }: { workspace: Workspace }) {
  const clock = useClock();
  const { name, id, timeZone, phoneNumbers, office, promptsVersion, updatedAt, settings } = workspace;
  return (
    <div className="settings">
      <Panel title="Workspace">
        <NestedValues
          values={{
            name,
            id,
            timeZone,
            phoneNumbers: phoneNumbers.map(telephoneText),
            office,
            promptsVersion,
            updatedAt: clock.full(updatedAt),
          }}
        />
      </Panel>
      <Panel title="On-call ladder">
        <RecordTable what="On-call ladder" records={workspace.ladder} numbered />
      </Panel>
      <Panel title="Properties">
        <RecordTable what="Properties" records={workspace.properties} />
      </Panel>
      <Panel title="Vendors">
        <RecordTable what="Vendors" records={workspace.vendors} />
      </Panel>
      <Panel title="How calls are led">
        <NestedValues values={settings} />
      </Panel>
      <PricesPanel />
    </div>
  );
}
