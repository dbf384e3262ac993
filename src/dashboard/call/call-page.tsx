import "./call.css";
import { SegmentedControl } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { useWorkspace } from "#src/dashboard/api/queries.ts";
import { useCall } from "#src/dashboard/live/use-call.ts";
import { Empty } from "#src/dashboard/parts/empty.tsx";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { useTitle } from "#src/dashboard/parts/use-title.ts";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { placeOf, problemOf } from "#src/dashboard/words/run-words.ts";
import { CallHeader } from "./call-header.tsx";
import { CallSide } from "./call-side.tsx";
import { TimelineView } from "./timeline-view.tsx";

interface Props {
  runId: string;
  workspaceId: string;
}

const ChartPanel = lazy(() =>
  import("./chart-panel.tsx").then(({ ChartPanel }) => ({ default: ChartPanel })),
);

const views = [
  { value: "words", label: "Conversation" },
  { value: "details", label: "Details" },
];

export function CallPage({ runId, workspaceId }: Props) {
  const call = useCall(runId);
  const properties = (useWorkspace(workspaceId).data?.properties ?? []) as { id: string; name: string }[];
  const [view, setView] = useState("words");
  const [charting, setCharting] = useState(false);
  const { run, detail } = call;
  const problem = run && (problemOf(run) ?? "A call");
  useTitle(run ? [problem, placeOf(run, properties)].filter(Boolean).join(", ") : "Call");
  const back = (
    <Link href={`/w/${encodeURIComponent(workspaceId)}/calls`} className="back">
      <Icon name="back" /> All calls
    </Link>
  );
  if (call.erased)
    return (
      <>
        {back}
        <h1 className="unseen">Erased call</h1>
        <Empty icon="note" title="This call was erased">
          <p>Nothing of it is kept any more. The audit log says who erased it.</p>
        </Empty>
      </>
    );
  if (!run || !detail)
    return (
      <>
        {back}
        <h1 className="unseen">Call</h1>
        {call.error ? (
          <Problem what="The call" error={call.error} again={call.again} />
        ) : (
          <Waiting what="The call is" />
        )}
      </>
    );
  return (
    <>
      {back}
      <CallHeader run={run} properties={properties} />
      {charting && (
        <Suspense fallback={<Waiting what="The chart is" lines={2} />}>
          <ChartPanel step={call.step} onClose={() => setCharting(false)} />
        </Suspense>
      )}
      <div className="call-views">
        <SegmentedControl
          fullWidth
          size="md"
          value={view}
          onChange={setView}
          data={views}
          aria-label="Part of the call"
        />
      </div>
      <div className="call" data-view={view}>
        <TimelineView run={run} events={call.events} />
        <CallSide
          run={run}
          recording={detail.recording}
          step={call.step}

          properties={properties}
          charting={charting}
          onChart={setCharting}
        />
      </div>
    </>
  );
}
