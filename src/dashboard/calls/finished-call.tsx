import { memo } from "react";
import { Link } from "wouter";
import type { Run } from "#src/api/answers.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { useRole } from "#src/dashboard/parts/role-context.ts";
import { TickingDuration } from "#src/dashboard/parts/ticking-duration.tsx";
import { UrgencyBadge } from "#src/dashboard/parts/urgency-badge.tsx";
import {
  dispatchOf,
  placeOf,
  problemOf,
  type PropertyName,
  transferOf,
} from "#src/dashboard/words/run-words.ts";

interface Props {
  run: Run;
  base: string;
  properties: readonly PropertyName[];
}

export const FinishedCall = memo(function FinishedCall({ run, base, properties }: Props) {
  const clock = useClock();
  const sees = useRole() !== "viewer";
  const outcome = [dispatchOf(run), transferOf(run)].filter((each) => each !== undefined).join(" · ");
  const place = placeOf(run, properties);
  return (
    <li className="finished-call">
      <Link href={`${base}/calls/${run.id}`} data-row>
        <time dateTime={run.startedAt} className="figure finished-at">
          {clock.time(run.startedAt)}
        </time>
        <span className="finished-what">
          <span className="finished-problem">
            {problemOf(run) ?? (sees ? "No problem was taken down" : "A call")}
          </span>
          <span className="finished-place">
            {place ?? (sees ? "Place not taken down" : "Details are shown to operators")}
          </span>
        </span>
        <span className="finished-urgency">
          <UrgencyBadge run={run} />
          {run.status === "lost" && (
            <span className="badge badge-lost">
              <Icon name="trouble" size={16} />
              Lost
            </span>
          )}
        </span>
        <span className="finished-outcome">{outcome || "Nobody was sent"}</span>
        <span className="finished-for">
          <span className="unseen">Lasted </span>
          <TickingDuration startedAt={run.startedAt} seconds={run.durationSeconds ?? lasted(run)} />
        </span>
      </Link>
    </li>
  );
});

const lasted = ({ startedAt, lastEventAt }: Run): number =>
  (Date.parse(lastEventAt) - Date.parse(startedAt)) / 1_000;
