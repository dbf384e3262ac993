import { useEffect, useRef, useState } from "react";
import { hazardLabel } from "#src/dashboard/words/labels.ts";
import { placeOf } from "#src/dashboard/words/run-words.ts";
import type { LiveRuns } from "./live-runs.ts";

/** Says each new hazard once, at once, to those who listen to the page. */
export function HazardCaller({ toCall }: Pick<LiveRuns, "toCall">) {
  const [said, setSaid] = useState("");
  const called = useRef(new Set<string>());
  useEffect(() => {
    const fresh = toCall.filter(({ id, run }) => !called.current.has(`${run.id} ${id}`));
    if (fresh.length === 0) return;
    for (const { id, run } of fresh) called.current.add(`${run.id} ${id}`);
    setSaid(
      fresh
        .map(({ run, hazards }) => {
          const place = placeOf(run);
          return `Life safety: ${hazards.map(hazardLabel).join(", ")}${place ? `, ${place}` : ""}.`;
        })
        .join(" "),
    );
  }, [toCall]);
  return (
    <div className="unseen" role="alert" aria-live="assertive">
      {said}
    </div>
  );
}
