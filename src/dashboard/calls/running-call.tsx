import { memo } from "react";
import { Link } from "wouter";
import type { Run } from "#src/api/answers.ts";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { useRole } from "#src/dashboard/parts/role-context.ts";
import { TickingDuration } from "#src/dashboard/parts/ticking-duration.tsx";
import { UrgencyBadge } from "#src/dashboard/parts/urgency-badge.tsx";
import { plural, providerLabel } from "#src/dashboard/words/labels.ts";
import {
  dispatchOf,
  placeOf,
  problemOf,
  type PropertyName,
  transferOf,
} from "#src/dashboard/words/run-words.ts";
import { waitText } from "#src/dashboard/words/times.ts";
import { isLifeSafety } from "./order.ts";
import { StageProgress } from "./stage-progress.tsx";

interface Props {
  run: Run;
  base: string;
  properties: readonly PropertyName[];
}

export const RunningCall = memo(function RunningCall({ run, base, properties }: Props) {
  const sees = useRole() !== "viewer";
  const danger = isLifeSafety(run);
  const dispatch = dispatchOf(run);
  const transfer = transferOf(run);
  const troubled = Object.keys(run.providers);
  return (
    <li className={danger ? "running-call running-danger" : "running-call"}>
      <Link href={`${base}/calls/${run.id}`} data-row>
        <span className="running-top">
          <UrgencyBadge run={run} />
          <span className="running-for">
            <span className="unseen">Running for </span>
            <Icon name="telephone" size={15} />
            <TickingDuration startedAt={run.startedAt} seconds={null} />
          </span>
        </span>
        <span className="running-problem">{problemOf(run) ?? (sees ? "Not said yet" : "A call")}</span>
        <span className="running-place">
          {placeOf(run, properties) ?? (sees ? "Place not known yet" : "Details are shown to operators")}
        </span>
        <StageProgress stage={run.stage} />
        <span className="running-facts">
          {run.totalTurns !== null && <span>{plural(run.totalTurns, "turn")}</span>}
          {run.medianWaitMs !== null && <span>waits {waitText(run.medianWaitMs)}</span>}
          {dispatch && (
            <span className="good">
              <Icon name="sent" size={15} /> {dispatch}
            </span>
          )}
          {transfer && (
            <span className="accent">
              <Icon name="transfer" size={15} /> {transfer}
            </span>
          )}
          {troubled.map((provider) => (
            <span key={provider} className="warn">
              <Icon name="trouble" size={15} /> {providerLabel(provider)} {run.providers[provider]}
            </span>
          ))}
        </span>
      </Link>
    </li>
  );
});
