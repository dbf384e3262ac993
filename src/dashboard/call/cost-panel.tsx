import type { Run } from "#src/api/answers.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { providerLabel } from "#src/dashboard/words/labels.ts";
import { moneyText } from "#src/dashboard/words/numbers.ts";
import { usageRows } from "./usage-rows.ts";

export function CostPanel({ run: { usage, costUsd, costByProvider } }: { run: Run }) {
  const rows = usage === null ? [] : usageRows(usage);
  const costs = Object.entries(costByProvider ?? {}).filter(([, cost]) => cost > 0);
  return (
    <Panel title="Cost" aside={costUsd !== null && <b className="figure">{moneyText(costUsd)}</b>}>
      {costs.length > 0 && (
        <dl className="pairs" aria-label="Cost by provider">
          {costs.map(([provider, cost]) => (
            <div key={provider}>
              <dt>{providerLabel(provider)}</dt>
              <dd className="figure">{moneyText(cost)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="soft">
        {rows.length === 0 ? "What the call used is reckoned as it goes along." : "For what it used:"}
      </p>
      {rows.length > 0 && (
        <dl className="pairs" aria-label="What it used">
          {rows.map(({ name, used }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="figure">{used}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
