import { durationText, spokenDuration } from "#src/dashboard/words/times.ts";
import { useNow } from "./use-now.ts";

interface Props {
  startedAt: string;
  /** Null: it still runs, and the figure ticks. */
  seconds: number | null;
}

export function TickingDuration({ startedAt, seconds }: Props) {
  const now = useNow(seconds === null ? 1_000 : undefined);
  const shown = seconds ?? (now - Date.parse(startedAt)) / 1_000;
  return (
    <span className="figure">
      <span aria-hidden="true">{durationText(shown)}</span>
      <span className="unseen">{spokenDuration(seconds === null ? Math.floor(shown / 60) * 60 : shown)}</span>
    </span>
  );
}
