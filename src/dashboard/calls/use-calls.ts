import { useEffect, useMemo } from "react";
import type { Run } from "#src/api/answers.ts";
import { useRunHistory } from "#src/dashboard/api/queries.ts";
import { useLive } from "#src/dashboard/live/live-context.ts";
import { mergeRuns } from "#src/dashboard/live/merge.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { type Filters, isFiltered, matches, writeFilters } from "./filters.ts";
import { byDay, type Day, orderRunning } from "./order.ts";

export interface Calls {
  /** Danger first; undefined: not known yet. */
  running: Run[] | undefined;
  /** By day, the newest first; undefined: not known yet. */
  finished: Day<Run>[] | undefined;
  more: (() => void) | undefined;
  loadingMore: boolean;
  error: Error | null;
  again: () => void;
}

/** What the API answered, and what the stream has told since. */
export function useCalls(workspaceId: string, filters: Filters): Calls {
  const clock = useClock();
  const live = useLive();
  const search = writeFilters(filters);
  const history = useRunHistory(workspaceId, search);
  const { data, refetch } = history;
  const { beganAt } = live;

  // Answered before the stream began: between the two a call may have ended unseen.
  const answeredAt = data?.pages[0]?.position;
  useEffect(() => {
    if (answeredAt !== undefined && beganAt !== undefined && answeredAt < beganAt) void refetch();
  }, [answeredAt, beganAt, refetch]);

  const found = useMemo(() => {
    const pages = data?.pages ?? [];
    const answered = pages.flatMap(({ runs }) => runs).filter(({ id }) => !live.erased.has(id));
    const listed = new Set(answered.map(({ id }) => id));
    // Words that were said are searched by the API alone: what it listed stays listed.
    const shown = [...mergeRuns(live.runs, answered).values()].filter((run) =>
      listed.has(run.id) && filters.q ? true : matches(run, filters, clock.day),
    );
    const oldest = history.hasNextPage ? oldestOf(answered) : undefined;
    const isWithin = (run: Run): boolean =>
      listed.has(run.id) || oldest === undefined || run.startedAt >= oldest;
    const finished = shown.filter((run) => run.status !== "running" && isWithin(run));
    return {
      running: orderRunning(
        shown.filter(({ status }) => status === "running"),
        live.hazardAt,
      ),
      finished: byDay(finished, clock.day),
    };
  }, [data, live, filters, clock, history.hasNextPage]);

  return {
    running: beganAt === undefined ? undefined : found.running,
    finished: data === undefined && !isFiltered(filters) ? undefined : data && found.finished,
    more: history.hasNextPage ? () => void history.fetchNextPage() : undefined,
    loadingMore: history.isFetchingNextPage,
    error: history.error ?? live.error,
    again: () => void refetch(),
  };
}

const oldestOf = (runs: readonly Run[]): string | undefined =>
  runs
    .filter(({ status }) => status !== "running")
    .map(({ startedAt }) => startedAt)
    .sort()[0];
