import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useReducer, useState } from "react";
import type { Run } from "#src/api/answers.ts";
import { useRunningRuns } from "#src/dashboard/api/queries.ts";
import { isLifeSafety, orderRunning } from "#src/dashboard/calls/order.ts";
import { openBrowserStream } from "./browser-stream.ts";
import { HazardCaller } from "./hazard-caller.tsx";
import { LiveContext, type Live } from "./live-context.ts";
import { changeRuns, noRuns } from "./live-runs.ts";

/** Calls come faster than a page can be drawn: what was told within this time is drawn at once. */
const gatherMs = 120;

/** Keeps one workspace's stream open for all pages below it. */
export function LiveWorkspace({ workspaceId, children }: { workspaceId: string; children: ReactNode }) {
  const client = useQueryClient();
  const { data, dataUpdatedAt, error } = useRunningRuns(workspaceId);
  const [live, change] = useReducer(changeRuns, noRuns);
  const [interruptedSince, setInterrupted] = useState<number>();
  const [reported, report] = useState<number>();
  const [beganAt, begin] = useState<number>();

  // An answer that is the same as the one before is an answer, too.
  useEffect(() => {
    if (!data) return;
    change({ kind: "known", runs: data.runs });
    begin((known) => known ?? data.position);
  }, [data, dataUpdatedAt]);

  useEffect(() => {
    if (beganAt === undefined) return;
    let runs: Run[] = [];
    let erased: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      timer = undefined;
      change({ kind: "told", runs, erased });
      [runs, erased] = [[], []];
    };
    const soon = (): void => {
      timer ??= setTimeout(flush, gatherMs);
    };
    const stop = openBrowserStream({
      after: beganAt,
      address: (after) => `/api/workspaces/${encodeURIComponent(workspaceId)}/stream?after=${after}`,
      onEvent: {
        run: (told) => {
          runs.push(told as Run);
          soon();
        },
        erased: (told) => {
          erased.push((told as { runId: string }).runId);
          soon();
        },
      },
      onInterrupted: (since) => {
        setInterrupted(since);
        // It may be that one is not signed in any more.
        if (since !== undefined) void client.invalidateQueries({ queryKey: ["me"] });
      },
      onResumed: () => {
        clearTimeout(timer);
        flush();
        change({ kind: "resumed" });
        // Finished calls first, so that none that still exists is away in between.
        void client
          .invalidateQueries({ queryKey: ["runs", workspaceId, "history"] })
          .then(() => client.invalidateQueries({ queryKey: ["runs", workspaceId, "running"] }));
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [beganAt, workspaceId, client]);

  const value = useMemo((): Live => {
    const running = [...live.runs.values()].filter(({ status }) => status === "running");
    const dangers = orderRunning(running.filter(isLifeSafety), live.hazardAt);
    const emergencies =
      dangers.length + running.filter((run) => run.urgency === "emergency" && !isLifeSafety(run)).length;
    const since = interruptedSince ?? reported;
    const { runs, hazardAt, erased } = live;
    return {
      runs,
      hazardAt,
      erased,
      emergencies,
      running: running.length,
      dangers,
      beganAt,
      interruptedSince: since,
      error,
      report,
    };
  }, [live, beganAt, error, interruptedSince, reported]);

  return (
    <LiveContext value={value}>
      {children}
      <HazardCaller toCall={live.toCall} />
    </LiveContext>
  );
}
