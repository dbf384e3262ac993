import "./figures.css";
import { ActionIcon } from "@mantine/core";
import { useLocation, useSearch } from "wouter";
import type { Figures } from "#src/api/answers.ts";
import { useFigures } from "#src/dashboard/api/queries.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { Empty } from "#src/dashboard/parts/empty.tsx";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { useTitle } from "#src/dashboard/parts/use-title.ts";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { monthAfter, monthName } from "#src/dashboard/words/times.ts";
import { CostByProvider } from "./cost-by-provider.tsx";
import { DayBars } from "./day-bars.tsx";
import { FigureTiles } from "./figure-tiles.tsx";

export function FiguresPage({ workspaceId }: { workspaceId: string }) {
  const clock = useClock();
  const present = clock.day(Date.now()).slice(0, 7);
  const asked = new URLSearchParams(useSearch()).get("month") ?? "";
  const month = /^\d{4}-(?:0[1-9]|1[0-2])$/.test(asked) ? asked : present;
  const [location, go] = useLocation();
  const { data, error, refetch } = useFigures(workspaceId, month);
  useTitle(`Figures, ${monthName(month)}`);
  const step = (by: -1 | 1, label: string, disabled = false) => (
    <ActionIcon
      variant="default"
      size={44}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={() => go(`${location}?month=${monthAfter(month, by)}`)}
    >
      <span className={by === 1 ? "flip" : ""}>
        <Icon name="back" />
      </span>
    </ActionIcon>
  );
  return (
    <>
      <div className="page-head">
        <h1>Figures</h1>
        <div className="month">
          {step(-1, "Month before")}
          <b aria-live="polite">{monthName(month)}</b>
          {step(1, "Month after", month >= present)}
        </div>
      </div>
      {data ? (
        <Shown figures={data} />
      ) : error ? (
        <Problem what="The figures" error={error} again={() => void refetch()} />
      ) : (
        <Waiting what="Figures are" />
      )}
    </>
  );
}

function Shown({ figures }: { figures: Figures }) {
  if (figures.calls === 0)
    return (
      <Empty icon="figures" title={`No calls in ${monthName(figures.month)}`}>
        <p>Figures are counted from the calls of the month, in the workspace&apos;s time zone.</p>
      </Empty>
    );
  return (
    <>
      <FigureTiles figures={figures} />
      <DayBars figures={figures} />
      <CostByProvider figures={figures} />
    </>
  );
}
