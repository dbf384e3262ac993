import type { Run } from "#src/api/answers.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { Ago } from "#src/dashboard/parts/ago.tsx";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { useRole } from "#src/dashboard/parts/role-context.ts";
import { TickingDuration } from "#src/dashboard/parts/ticking-duration.tsx";
import { UrgencyBadge } from "#src/dashboard/parts/urgency-badge.tsx";
import { isLifeSafety } from "#src/dashboard/calls/order.ts";
import { StageProgress } from "#src/dashboard/calls/stage-progress.tsx";
import { statusLabel } from "#src/dashboard/words/labels.ts";
import { telephoneText } from "#src/dashboard/words/numbers.ts";
import {
  dispatchOf,
  placeOf,
  problemOf,
  type PropertyName,
  transferOf,
} from "#src/dashboard/words/run-words.ts";

interface Props {
  run: Run;
  properties: readonly PropertyName[];
}

/** What an operator needs before anything else: what, where, whom to ring, who is on the way. */
export function CallHeader({ run, properties }: Props) {
  const clock = useClock();
  const sees = useRole() !== "viewer";
  const running = run.status === "running";
  const unknown = (yet: string, never: string, unseen: string): string =>
    sees ? (running ? yet : never) : unseen;
  const dispatch = dispatchOf(run);
  const transfer = transferOf(run);
  return (
    <header className={isLifeSafety(run) ? "call-header call-danger" : "call-header"}>
      <div className="call-marks">
        <UrgencyBadge run={run} />
        <span className={`badge badge-${run.status}`}>
          <Icon name={running ? "telephone" : run.status === "lost" ? "trouble" : "check"} size={16} />
          {statusLabel(run.status)}
        </span>
        <span className="call-when soft">
          <TickingDuration
            startedAt={run.startedAt}
            seconds={running ? null : (run.durationSeconds ?? lasted(run))}
          />
          <span aria-hidden="true"> · </span>
          <time dateTime={run.startedAt}>{clock.full(run.startedAt)}</time>
          {!running && (
            <>
              <span aria-hidden="true"> · </span>
              <Ago time={run.startedAt} />
            </>
          )}
        </span>
      </div>
      <h1>
        {problemOf(run) ?? unknown("Not said yet what is wrong", "No problem was taken down", "A call")}
      </h1>
      <p className="call-place">
        {placeOf(run, properties) ??
          unknown("Place not known yet", "Place not taken down", "What was taken down is shown to operators")}
      </p>
      <div className="call-state">
        {running && <StageProgress stage={run.stage} />}
        {dispatch && (
          <span className="good">
            <Icon name="sent" size={16} /> {dispatch}
          </span>
        )}
        {transfer && (
          <span className="accent">
            <Icon name="transfer" size={16} /> {transfer}
          </span>
        )}
      </div>
      <Caller run={run} />
    </header>
  );
}

function Caller({ run: { callerNumber, redactedAt } }: { run: Run }) {
  const role = useRole();
  if (role === "viewer") return <p className="soft">Callers&apos; numbers are shown to operators.</p>;
  if (callerNumber === null)
    return (
      <p className="soft">
        {redactedAt === null ? "The caller's number was withheld." : "The caller's number is no longer kept."}
      </p>
    );
  return (
    <a className="button call-back" href={`tel:${callerNumber}`}>
      <Icon name="telephone" />
      <span>
        Call back <b className="figure">{telephoneText(callerNumber)}</b>
      </span>
    </a>
  );
}

const lasted = ({ startedAt, lastEventAt }: Run): number =>
  (Date.parse(lastEventAt) - Date.parse(startedAt)) / 1_000;
