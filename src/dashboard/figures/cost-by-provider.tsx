import type { Figures } from "#src/api/answers.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { providerLabel } from "#src/dashboard/words/labels.ts";
import { moneyText } from "#src/dashboard/words/numbers.ts";

export function CostByProvider({ figures: { costByProvider } }: { figures: Figures }) {
  const costs = Object.entries(costByProvider).toSorted(([, one], [, other]) => other - one);
  const most = Math.max(...costs.map(([, cost]) => cost), 0.000001);
  return (
    <Panel title="Cost by provider">
      {costs.length === 0 ? (
        <p className="soft">Nothing was reckoned this month.</p>
      ) : (
        <table className="costs">
          <caption className="unseen">Cost of the month by provider</caption>
          <tbody>
            {costs.map(([provider, cost]) => (
              <tr key={provider}>
                <th scope="row">{providerLabel(provider)}</th>
                <td className="costs-bar">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect className="bar" x="0" y="0" width={(cost / most) * 100} height="8" />
                  </svg>
                </td>
                <td className="figure">{moneyText(cost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
