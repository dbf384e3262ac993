import { useEffect, useMemo, useState } from "react";
import type { ChartStep, Run, RunDetail, RunEvent } from "#src/api/answers.ts";
import { ApiProblem } from "#src/dashboard/api/get.ts";
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
  const live = useLive();
  const { runs, report } = live;
  const [told, setTold] = useState<{ run?: Run; events: readonly RunEvent[] }>({ events: [] });
  const [step, setStep] = useState<ChartStep>();
  const [isToldErased, setErased] = useState(false);
  const [beganAt, begin] = useState<number>();
  const isGone = detail !== undefined && error instanceof ApiProblem && error.status === 404;
  const erased = isToldErased || isGone || live.erased.has(runId);

  useEffect(() => {
    if (!detail) return;
    setTold((known) => ({
      run: newerOf(known.run, detail.run),
      events: mergeEvents(known.events, detail.events),
    }));
    begin((known) => known ?? detail.position);
  }, [detail]);

  useEffect(() => {
    if (beganAt === undefined || erased) return;
    const stop = openBrowserStream({
      after: beganAt,
      address: (after) => `/api/runs/${encodeURIComponent(runId)}/stream?chart=1&after=${after}`,
      onEvent: {
        run: (run) => setTold((known) => ({ ...known, run: newerOf(known.run, run as Run) })),
        event: (event) =>
          setTold((known) => ({ ...known, events: mergeEvents(known.events, [event as RunEvent]) })),
        chart: (message) => setStep((known) => (message as { steps: ChartStep[] }).steps.at(-1) ?? known),
        erased: () => setErased(true),
      },
      onInterrupted: (since) => {
        report(since);
        // It may be that there is no such call any more: then its stream is refused.
        if (since !== undefined) void refetch();
      },
      onResumed: () => void refetch(),
    });
    return () => {
      stop();
      report(undefined);
    };
  }, [beganAt, erased, runId, report, refetch]);

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
