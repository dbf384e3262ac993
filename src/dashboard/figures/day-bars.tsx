import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import type { Figures } from "#src/api/answers.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { plural } from "#src/dashboard/words/labels.ts";
import { monthName } from "#src/dashboard/words/times.ts";
import { DayTable } from "./day-table.tsx";
import { daysOfMonth } from "./days-of-month.ts";

const [height, gap] = [150, 4];

/** Calls of each day, emergencies dark; the same as a table for those who want the numbers. */
export function DayBars({ figures }: { figures: Figures }) {
  const [asTable, setAsTable] = useState(false);
  // The picture is stretched to its place: its text keeps its size when it is drawn about as wide as that.
  const width = useMediaQuery("(max-width: 600px)") ? 330 : 860;
  const days = daysOfMonth(figures);
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  const step = width / days.length;
  const busiest = days.reduce((one, other) => (other.calls > one.calls ? other : one));
  return (
    <Panel
      title="Calls a day"
      aside={
        <Button variant="subtle" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? "As bars" : "As a table"}
        </Button>
      }
    >
      {asTable ? (
        <DayTable days={days} />
      ) : (
        <figure className="bars">
          <svg
            viewBox={`0 0 ${width} ${height + 22}`}
            role="img"
            aria-label={`Calls of each day in ${monthName(figures.month)}. The most were ${plural(busiest.calls, "call")} on the ${Number(busiest.day.slice(8))}. The numbers are in the table.`}
          >
            <line x1="0" x2={width} y1={height} y2={height} className="bars-base" />
            {days.map(({ day, calls, emergencies }, index) => {
              const [tall, dark] = [calls, emergencies].map((count) => (count / most) * (height - 16));
              const x = index * step + gap / 2;
              const number = index + 1;
              return (
                <g key={day}>
                  <title>{`${number}: ${plural(calls, "call")}, ${plural(emergencies, "emergency", "emergencies")}`}</title>
                  <rect x={index * step} y="0" width={step} height={height} fill="transparent" />
                  <rect
                    className="bar"
                    x={x}
                    y={height - (tall ?? 0)}
                    width={step - gap}
                    height={tall}
                    rx="2"
                  />
                  <rect
                    className="bar-dark"
                    x={x}
                    y={height - (dark ?? 0)}
                    width={step - gap}
                    height={dark}
                    rx="2"
                  />
                  {(number === 1 || number % 5 === 0) && (
                    <text x={x + (step - gap) / 2} y={height + 17} textAnchor="middle">
                      {number}
                    </text>
                  )}
                </g>
              );
            })}
          </svg>
          <figcaption>
            <span className="key key-bar">All calls</span>
            <span className="key key-dark">Emergencies</span>
            <span className="soft">Most in a day: {most}</span>
          </figcaption>
        </figure>
      )}
    </Panel>
  );
}
