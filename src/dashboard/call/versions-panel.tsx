import type { Run } from "#src/api/answers.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { plural, spelt } from "#src/dashboard/words/labels.ts";
import { telephoneText } from "#src/dashboard/words/numbers.ts";
import { waitText } from "#src/dashboard/words/times.ts";

export function VersionsPanel({ run }: { run: Run }) {
  const rows: readonly (readonly [string, string])[] = [
    ...(run.dialledNumber === null ? [] : [["Dialled", telephoneText(run.dialledNumber)] as const]),
    ...(run.medianWaitMs === null ? [] : [["Waits (median)", waitText(run.medianWaitMs)] as const]),
    ...(run.missing > 0 ? [["Not arrived", plural(run.missing, "event")] as const] : []),
    ...Object.entries(run.metadata).map(([name, value]) => [spelt(name), value] as const),
    ["Session", run.sessionId],
  ];
  return (
    <Panel title="About the call">
      <dl className="pairs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="figure break">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
