import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Run, RunEvent } from "#src/api/answers.ts";
import { Empty } from "#src/dashboard/parts/empty.tsx";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { TimelineLine } from "./timeline-line.tsx";
import { timelineOf } from "./timeline.ts";
import { useEndOfList } from "./use-end-of-list.ts";

const timingsKey = "ema-timings";

export function TimelineView({ run, events }: { run: Run; events: readonly RunEvent[] }) {
  const items = useMemo(() => timelineOf(events), [events]);
  const running = run.status === "running";
  const { lines, end, unseen, goToEnd } = useEndOfList(items.length, running);
  const [timings, setTimings] = useState(() => localStorage.getItem(timingsKey) === "shown");
  const masked = events.some(({ redacted, text }) => redacted && text?.includes("‹"));
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <div className="panel-head">
        <h2 id="timeline-title">Conversation</h2>
        <Button
          variant="subtle"
          aria-pressed={timings}
          leftSection={<Icon name="clock" />}
          onClick={() => {
            localStorage.setItem(timingsKey, timings ? "hidden" : "shown");
            setTimings(!timings);
          }}
        >
          {timings ? "Hide timings" : "Show timings"}
        </Button>
      </div>
      {masked && (
        <p className="masked-note">
          <Icon name="note" size={16} />
          <span>
            Words such as <span className="mask">name</span> stand where a name, a number or an address was
            said. They are not kept, unless the workspace keeps transcripts.
          </span>
        </p>
      )}
      {items.length === 0 ? (
        <Empty icon="telephone" title="Nothing has been said yet" />
      ) : (
        <div {...(running && { role: "log", "aria-labelledby": "timeline-title" })}>
          <ol ref={lines} className="lines">
            {items.map((item) => (
              <TimelineLine key={item.id} item={item} run={run} timings={timings} />
            ))}
          </ol>
        </div>
      )}
      {running && (
        <p className="listening">
          <i aria-hidden="true" />
          The call goes on
        </p>
      )}
      <div ref={end} className="timeline-end" />
      {unseen && (
        <Button className="new-words" leftSection={<Icon name="down" />} onClick={goToEnd}>
          New words below
        </Button>
      )}
    </section>
  );
}
