import type { Run } from "#src/api/answers.ts";
import { isLifeSafety } from "#src/dashboard/calls/order.ts";
import { hazardLabel, urgencyLabel } from "#src/dashboard/words/labels.ts";
import { Icon } from "./icon.tsx";

/** Danger in a shape, in words and in colour. */
export function UrgencyBadge({ run }: { run: Pick<Run, "hazards" | "urgency"> }) {
  if (isLifeSafety(run))
    return (
      <span className="badge badge-danger">
        <Icon name="danger" size={16} />
        <span>
          Life safety
          {run.hazards.length > 0 && (
            <span className="badge-more">: {run.hazards.map(hazardLabel).join(", ")}</span>
          )}
        </span>
      </span>
    );
  if (run.urgency === null) return null;
  const emergency = run.urgency === "emergency";
  return (
    <span className={`badge ${emergency ? "badge-emergency" : "badge-routine"}`}>
      <Icon name={emergency ? "emergency" : "routine"} size={16} />
      {urgencyLabel(run.urgency)}
    </span>
  );
}
