import { useEffect, useMemo, useState } from "react";
import type { ChartStep, Run, RunDetail, RunEvent } from "#src/api/answers.ts";
import { useRun } from "#src/dashboard/api/queries.ts";
import { openBrowserStream } from "./browser-stream.ts";
import { useLive } from "./live-context.ts";
import { mergeEvents } from "./merge.ts";

export interface Call {
  detail: RunDetail | undefined;
  run: Run | undefined;
  events: readonly RunEvent[];
  step: ChartStep | undefined;
  erased: boolean;
  error: Error | null;
  again: () => void;
}

/** One call, as it goes on. */
export function useCall(runId: string): Call {
  const { data: detail, error, refetch } = useRun(runId);
  const { runs, report } = useLive();
  const [told, setTold] = useState<{ run?: Run; events: readonly RunEvent[] }>({ events: [] });
  const [step, setStep] = useState<ChartStep>();
  const [erased, setErased] = useState(false);

  useEffect(() => {
    if (!detail) return;
    setTold({ run: detail.run, events: mergeEvents([], detail.events) });
    const stop = openBrowserStream({
      after: detail.position,
      address: (after) => `/api/runs/${encodeURIComponent(runId)}/stream?chart=1&after=${after}`,
      onEvent: {
        run: (run) => setTold((known) => ({ ...known, run: newerOf(known.run, run as Run) })),
        event: (event) =>
          setTold((known) => ({ ...known, events: mergeEvents(known.events, [event as RunEvent]) })),
        chart: (message) => setStep((known) => (message as { steps: ChartStep[] }).steps.at(-1) ?? known),
        erased: () => setErased(true),
      },
      onInterrupted: report,
    });
    return () => {
      stop();
      report(undefined);
    };
  }, [detail, runId, report]);

  const { run, events } = told;
  const ofList = runs.get(runId);
  return useMemo(
    () => ({
      detail,
      run: run && ofList ? newerOf(run, ofList) : run,
      events,
      step,
      erased,
      error,
      again: () => void refetch(),
    }),
    [detail, run, ofList, events, step, erased, error, refetch],
  );
}

const newerOf = (known: Run | undefined, run: Run): Run =>
  known && known.position > run.position ? known : run;
