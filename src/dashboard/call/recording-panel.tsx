import { Panel } from "#src/dashboard/parts/panel.tsx";
import { durationText } from "#src/dashboard/words/times.ts";

/** The caller on the left, EMA on the right. Listening to it is written into the audit log. */
export function RecordingPanel({ runId, seconds }: { runId: string; seconds: number }) {
  return (
    <Panel title="Recording" aside={<span className="soft figure">{durationText(seconds)}</span>}>
      <audio
        controls
        preload="none"
        src={`/api/runs/${encodeURIComponent(runId)}/recording`}
        aria-label="Recording of the call"
      />
      <p className="soft small">The tenant agreed to it. Who listens is written into the audit log.</p>
    </Panel>
  );
}
