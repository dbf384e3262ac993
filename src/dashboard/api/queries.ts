/** What the pages ask the API for. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Figures, Me, PromptPack, RunDetail, RunList, Workspace } from "#src/api/answers.ts";
import { getJson } from "./get.ts";

const pageSize = 50;
/** More running calls than this are not listed by the page. */
const runningPages = 12;

const at = (workspaceId: string): string => `/api/workspaces/${encodeURIComponent(workspaceId)}`;

export const useMe = () =>
  useQuery({ queryKey: ["me"], queryFn: ({ signal }) => getJson<Me>("/api/me", signal), staleTime: 300_000 });

export const useWorkspace = (id: string) =>
  useQuery({
    queryKey: ["workspace", id],
    queryFn: ({ signal }) => getJson<Workspace>(at(id), signal),
    staleTime: 300_000,
  });

/** All that run, with the position from which the stream goes on. */
export const useRunningRuns = (id: string) =>
  useQuery({
    queryKey: ["runs", id, "running"],
    queryFn: async ({ signal }) => {
      const first = await getJson<RunList>(`${at(id)}/runs?status=running&limit=100`, signal);
      const runs = [...first.runs];
      for (let { next } = first, page = 1; next !== null && page < runningPages; page++) {
        const more: RunList = await getJson<RunList>(
          `${at(id)}/runs?status=running&limit=100&before=${encodeURIComponent(next)}`,
          signal,
        );
        runs.push(...more.runs);
        next = more.next;
      }
      return { runs, position: first.position };
    },
    staleTime: Infinity,
  });

/** `search`: filters as the API takes them, without a question mark. */
export const useRunHistory = (id: string, search: string) =>
  useInfiniteQuery({
    queryKey: ["runs", id, "history", search],
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams(search);
      params.set("limit", String(pageSize));
      if (pageParam !== "") params.set("before", pageParam);
      return getJson<RunList>(`${at(id)}/runs?${params}`, signal);
    },
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const useRun = (id: string) =>
  useQuery({
    queryKey: ["run", id],
    queryFn: ({ signal }) => getJson<RunDetail>(`/api/runs/${encodeURIComponent(id)}`, signal),
    staleTime: Infinity,
    gcTime: 0,
  });

export const useFigures = (id: string, month: string) =>
  useQuery({
    queryKey: ["figures", id, month],
    queryFn: ({ signal }) => getJson<Figures>(`${at(id)}/figures?month=${month}`, signal),
    placeholderData: keepPreviousData,
  });

/** The prompt pack's files by path. */
export const usePack = (id: string) =>
  useQuery({
    queryKey: ["pack", id],
    queryFn: async ({ signal }) => (await getJson<PromptPack>(`${at(id)}/pack`, signal)).files,
    staleTime: 300_000,
  });
