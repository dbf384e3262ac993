import type { Figures } from "#src/api/answers.ts";
import { countText, moneyText, percentText } from "#src/dashboard/words/numbers.ts";
import { waitText } from "#src/dashboard/words/times.ts";

export function FigureTiles({ figures }: { figures: Figures }) {
  const wait = (ms: number | null): string => (ms === null ? "–" : waitText(ms));
  const tiles: readonly (readonly [name: string, value: string, about: string])[] = [
    [
      "Calls",
      countText(figures.calls),
      `${countText(Math.round(figures.minutes))} minutes, ${countText(figures.lost)} lost`,
    ],
    ["Emergencies", countText(figures.emergencies), `${countText(figures.lifeSafety)} life safety`],
    [
      "Without a human",
      figures.containment === null ? "–" : percentText(figures.containment),
      "of the calls that ended",
    ],
    ["Median wait", wait(figures.medianWaitMs), "until EMA speaks"],
    ["95 % wait less", wait(figures.p95WaitMs), "one in twenty waits longer"],
    [
      "Cost",
      figures.costUsd === null ? "–" : moneyText(figures.costUsd),
      figures.costUsd === null ? "not reckoned yet" : `${moneyText(figures.costUsd / figures.calls)} a call`,
    ],
  ];
  return (
    <dl className="tiles">
      {tiles.map(([name, value, about]) => (
        <div key={name} className="tile">
          <dt>{name}</dt>
          <dd>
            <span className="tile-value figure">{value}</span>
            <span className="tile-about">{about}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
