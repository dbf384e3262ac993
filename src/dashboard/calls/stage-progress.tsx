import { stageLabel, stageNames } from "#src/dashboard/words/labels.ts";

/** How far the intake is. */
export function StageProgress({ stage }: { stage: string | null }) {
  const index = stage === null ? -1 : stageNames.indexOf(stage);
  return (
    <span className="stage">
      <span className="stage-steps" aria-hidden="true">
        {stageNames.map((name, at) => (
          <i key={name} className={at <= index ? "stage-done" : undefined} />
        ))}
      </span>
      <span>{stage === null ? "Just picked up" : stageLabel(stage)}</span>
    </span>
  );
}
