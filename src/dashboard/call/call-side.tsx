import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ChartStep, Run, RunDetail } from "#src/api/answers.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { useRole } from "#src/dashboard/parts/role-context.ts";
import type { PropertyName } from "#src/dashboard/words/run-words.ts";
import { CostPanel } from "./cost-panel.tsx";
import { DispatchPanel } from "./dispatch-panel.tsx";
import { FactsPanel } from "./facts-panel.tsx";
import { RecordingPanel } from "./recording-panel.tsx";
import { StatesText } from "./states-text.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

interface Props {
  run: Run;
  recording: RunDetail["recording"];
  step: ChartStep | undefined;
  properties: readonly PropertyName[];
  /** The picture of the chart is shown. */
  charting: boolean;
  onChart: (charting: boolean) => void;
  /** Stands at the end. */
  children: ReactNode;
}

export function CallSide({ run, recording, step, properties, charting, onChart, children }: Props) {
  const role = useRole();
  return (
    <aside className="side" aria-label="Details of the call">
      <FactsPanel run={run} properties={properties} />
      <DispatchPanel run={run} />
      {recording && role !== "viewer" && <RecordingPanel runId={run.id} seconds={recording.seconds} />}
      {(run.status === "running" || step) && (
        <Panel
          title="Chart"
          aside={
            <Button variant="subtle" aria-expanded={charting} onClick={() => onChart(!charting)}>
              {charting ? "Hide the picture" : "Show the picture"}
            </Button>
          }
        >
          {step === undefined && !charting ? (
            <p className="soft">The statechart that leads this call, lit up as it goes along.</p>
          ) : (
            <StatesText step={step} />
          )}
        </Panel>
      )}
      <CostPanel run={run} />
      <VersionsPanel run={run} />
      {children}
    </aside>
  );
}
