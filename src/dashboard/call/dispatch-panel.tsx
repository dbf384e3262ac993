import type { Run } from "#src/api/answers.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { dispatchReason, spelt, urgencyLabel } from "#src/dashboard/words/labels.ts";
import { telephoneText } from "#src/dashboard/words/numbers.ts";
import { dispatchOf, transferOf } from "#src/dashboard/words/run-words.ts";
import { textOf as text } from "#src/dashboard/words/text-of.ts";

export function DispatchPanel({ run }: { run: Run }) {
  const { dispatch, transfer } = run;
  const reason = text(dispatch?.["reason"]);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Help", dispatchOf(run)],
    ["Trade", text(dispatch?.["trade"]) && spelt(text(dispatch?.["trade"]) ?? "")],
    ["Urgency", text(dispatch?.["urgency"]) && urgencyLabel(text(dispatch?.["urgency"]) ?? "")],
    ["Why", reason && dispatchReason(reason)],
    ["Put through to", text(transfer?.["number"]) && telephoneText(text(transfer?.["number"]) ?? "")],
    ["Transfer", transferOf(run)],
  ];
  const known = rows.filter(([, value]) => value !== undefined);
  return (
    <Panel title="Help on the way">
      {known.length === 0 ? (
        <p className="soft">{run.status === "running" ? "Nobody has been sent yet." : "Nobody was sent."}</p>
      ) : (
        <dl className="pairs">
          {known.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
