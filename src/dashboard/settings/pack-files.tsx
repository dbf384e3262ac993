import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { usePack } from "#src/dashboard/api/queries.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { PackFile } from "./pack-file.tsx";

/** What EMA says and asks in this workspace, file by file. */
export function PackFiles({ workspaceId }: { workspaceId: string }) {
  const { data, error, refetch } = usePack(workspaceId);
  const [chosen, setChosen] = useState<string>();
  const paths = Object.keys(data ?? {}).sort();
  const path = chosen !== undefined && paths.includes(chosen) ? chosen : paths[0];
  return (
    <Panel title="Prompt pack">
      {data === undefined ? (
        error ? (
          <Problem what="The prompt pack" error={error} again={() => void refetch()} />
        ) : (
          <Waiting what="The prompt pack is" />
        )
      ) : path === undefined ? (
        <p className="soft">The pack has no files of its own: the default&apos;s are used.</p>
      ) : (
        <>
          <NativeSelect
            label="File"
            className="pack-select"
            value={path}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            data={paths}
          />
          <PackFile path={path} text={data[path] ?? ""} />
        </>
      )}
    </Panel>
  );
}
