import { memo } from "react";
import type { Run } from "#src/api/answers.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import {
  factLabel,
  hazardLabel,
  plural,
  providerLabel,
  spelt,
  stageLabel,
  valueText,
} from "#src/dashboard/words/labels.ts";
import { DispatchNote } from "./dispatch-note.tsx";
import { Note } from "./note.tsx";
import type { TimelineItem } from "./timeline.ts";
import { TransferNote } from "./transfer-note.tsx";
import { Utterance } from "./utterance.tsx";

interface Props {
  item: TimelineItem;
  run: Run;
  timings: boolean;
}

export const TimelineLine = memo(function TimelineLine({ item, run, timings }: Props) {
  const clock = useClock();
  const at = clock.seconds(item.at);
  switch (item.kind) {
    case "utterance":
      return <Utterance event={item.event} speaker={item.speaker} at={at} timings={timings} />;
    case "stage":
      return (
        <li className="line-stage">
          <span>{stageLabel(item.stage)}</span>
        </li>
      );
    case "hazard":
      return (
        <Note icon="danger" tone="danger" at={at} title={`Life safety: ${hazardLabel(item.hazard)}`}>
          EMA says at once what keeps people safe.
        </Note>
      );
    case "facts":
      return (
        <Note icon="note" at={at} title="Taken down">
          <dl className="taken">
            {item.changes.map(({ name, value, corrected }) => (
              <div key={name}>
                <dt>{factLabel(name)}</dt>
                <dd>
                  {valueText(name, value)}
                  {corrected && <span className="soft"> (corrected)</span>}
                </dd>
              </div>
            ))}
          </dl>
        </Note>
      );
    case "dispatch":
      return <DispatchNote state={item.state} data={item.data} at={at} />;
    case "transfer":
      return <TransferNote state={item.state} data={item.data} at={at} />;
    case "provider":
      return (
        <Note icon="trouble" tone="warn" at={at} title={`${providerLabel(item.provider)}: ${item.state}`}>
          The call goes on with what still works.
        </Note>
      );
    case "gap":
      return (
        <Note icon="gap" tone="warn" at={at} title={gapTitle(item.missing)}>
          {run.status === "running" ? "They are on the way, or lost; the page puts them in here." : ""}
        </Note>
      );
    case "started":
      return <Note icon="telephone" at={at} title="EMA picked up" />;
    case "ended":
      return <Note icon="check" at={at} title="The call ended" />;
    case "lost":
      return (
        <Note icon="trouble" tone="warn" at={at} title="The call was lost">
          Nothing more was heard of it, and no end was told. Call the tenant back.
        </Note>
      );
    case "other":
      return <Note icon="note" at={at} title={spelt(item.name)} />;
  }
});

const gapTitle = (missing: number): string =>
  `${plural(missing, "event")} ${missing === 1 ? "has" : "have"} not arrived`;
