import { Button } from "@mantine/core";
import { useState } from "react";
import type { Run } from "#src/api/answers.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { EraseDialog } from "./erase-dialog.tsx";
import "./privacy.css";

interface Props {
  run: Run;
  pending: boolean;
  error: Error | null;
  onErase: () => void;
  /** The dialog opens anew: what was refused before is said no more. */
  onOpen: () => void;
}

/** For administrators. */
export function EraseCall({ run, pending, error, onErase, onOpen }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <Panel title="A caller's data">
      <p className="soft">A caller may ask that nothing of their call is kept.</p>
      <Button
        variant="default"
        className="erase-open"
        onClick={() => {
          onOpen();
          setAsking(true);
        }}
      >
        Erase this call…
      </Button>
      <EraseDialog
        opened={asking}
        title="Erase this call?"
        word="erase"
        wordLabel="Type erase, to be sure"
        action="Erase the call"
        pending={pending}
        error={error}
        onErase={onErase}
        onClose={() => setAsking(false)}
      >
        <p>It cannot be undone. What goes:</p>
        <ul>
          <li>what was said, what was taken down, the caller&apos;s number, the timeline</li>
          <li>its recording on this machine, if there is one</li>
          <li>its part in the figures: waits, minutes, cost</li>
        </ul>
        {run.status === "running" && (
          <p>
            <b>The call still goes on.</b> EMA stays with the caller, but nobody sees the rest of it here.
          </p>
        )}
        <p className="soft">A receipt and an entry in the audit log stay. Neither says what was erased.</p>
      </EraseDialog>
    </Panel>
  );
}
