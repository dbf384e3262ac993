import "#src/dashboard/call/call.css";
import { Link } from "wouter";
import { TimelineView } from "#src/dashboard/call/timeline-view.tsx";
import { StageProgress } from "#src/dashboard/calls/stage-progress.tsx";
import { useCall } from "#src/dashboard/live/use-call.ts";
import { useLive } from "#src/dashboard/live/live-context.ts";
import { Empty } from "#src/dashboard/parts/empty.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { UrgencyBadge } from "#src/dashboard/parts/urgency-badge.tsx";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import type { PlacedCall } from "./trial-answers.ts";

/** The call that was placed, as any operator sees it. */
export function LiveCall({ placed }: { placed: PlacedCall | undefined }) {
  const { runs } = useLive();
  if (!placed)
    return (
      <Empty icon="telephone" title="The call will be shown here">
        <p>Choose a scenario, or call yourself. What is said appears as it is said.</p>
      </Empty>
    );
  const runId =
    placed.runId ?? [...runs.values()].find(({ sessionId }) => sessionId === placed.sessionId)?.id;
  if (runId === undefined) return <Waiting what="The call is" />;
  return <Shown key={runId} runId={runId} workspaceId={placed.workspaceId} />;
}

function Shown({ runId, workspaceId }: { runId: string; workspaceId: string }) {
  const { run, events, error, again } = useCall(runId);
  if (!run)
    return error ? <Problem what="The call" error={error} again={again} /> : <Waiting what="The call is" />;
  return (
    <div className="placed">
      <div className="placed-head">
        <UrgencyBadge run={run} />
        {run.status === "running" && <StageProgress stage={run.stage} />}
        <Link href={`/w/${encodeURIComponent(workspaceId)}/calls/${runId}`} className="button">
          Open the call
        </Link>
      </div>
      <TimelineView run={run} events={events} />
    </div>
  );
}
