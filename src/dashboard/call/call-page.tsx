import "./call.css";
import { SegmentedControl } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { useWorkspace } from "#src/dashboard/api/queries.ts";
import { useCall } from "#src/dashboard/live/use-call.ts";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { useRole } from "#src/dashboard/parts/role-context.ts";
import { useTitle } from "#src/dashboard/parts/use-title.ts";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { EraseCall } from "#src/dashboard/privacy/erase-call.tsx";
import { ErasedCall } from "#src/dashboard/privacy/erased-call.tsx";
import { useErasure } from "#src/dashboard/privacy/use-erasure.ts";
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
  const role = useRole();
  const erasing = useErasure(workspaceId);
  const properties = (useWorkspace(workspaceId).data?.properties ?? []) as { id: string; name: string }[];
  const [view, setView] = useState("words");
  const [charting, setCharting] = useState(false);
  const { run, detail } = call;
  const problem = run && (problemOf(run) ?? "A call");
  const erased = call.erased || erasing.data !== undefined;
  const title = run ? [problem, placeOf(run, properties)].filter(Boolean).join(", ") : "Call";
  useTitle(erased ? "Erased call" : title);
  const back = (
    <Link href={`/w/${encodeURIComponent(workspaceId)}/calls`} className="back">
      <Icon name="back" /> All calls
    </Link>
  );
  if (erased)
    return (
      <>
        {back}
        <ErasedCall receipt={erasing.data} />
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
        >
          {role === "admin" && (
            <EraseCall
              run={run}
              pending={erasing.isPending}
              error={erasing.error}
              onOpen={erasing.reset}
              onErase={() => erasing.mutate({ path: `/api/runs/${encodeURIComponent(runId)}/erase` })}
            />
          )}
        </CallSide>
      </div>
    </>
  );
}
