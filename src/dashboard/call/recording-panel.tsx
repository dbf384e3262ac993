import { useState } from "react";
import { refusalOf } from "#src/dashboard/api/get.ts";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { durationText } from "#src/dashboard/words/times.ts";

/** The caller on the left, EMA on the right. Listening to it is written into the audit log. */
export function RecordingPanel({ runId, seconds }: { runId: string; seconds: number }) {
  const [refusal, setRefusal] = useState<string>();
  const address = `/api/runs/${encodeURIComponent(runId)}/recording`;
  return (
    <Panel title="Recording" aside={<span className="soft figure">{durationText(seconds)}</span>}>
      <audio
        controls
        preload="none"
        src={address}
        aria-label="Recording of the call"
        onPlay={() => setRefusal(undefined)}
        onError={() => void refusalOf(address).then(setRefusal)}
      />
      {refusal !== undefined && (
        <p role="alert" className="warn small">
          {refusal}
        </p>
      )}
      <a className="recording-save" href={address} download={`call-${runId}.wav`}>
        <Icon name="save" /> Save as a WAV file
      </a>
      <p className="soft small">
        The tenant agreed to it. Who listens to it or saves it is written into the audit log.
      </p>
    </Panel>
  );
}
