import { createContext, use } from "react";
import type { Run } from "#src/api/answers.ts";

export interface Live {
  /** All of the workspace's calls that were told of since the page was opened, and those that ran then. */
  runs: ReadonlyMap<string, Run>;
  /** At which position a call's latest hazard was told. */
  hazardAt: ReadonlyMap<string, number>;
  erased: ReadonlySet<string>;
  /** Running calls of urgency life safety or emergency. */
  emergencies: number;
  /** All that run. */
  running: number;
  /** Running calls that are life safety, the latest first. */
  dangers: readonly Run[];
  /** Where the stream began; undefined until it did. */
  beganAt: number | undefined;
  /** Milliseconds since 1970 since when nothing has come; undefined: all is well. */
  interruptedSince: number | undefined;
  error: Error | null;
  /** Another stream of the page's, that of one call, is interrupted or well again. */
  report: (since: number | undefined) => void;
}

const nothingLive: Live = {
  runs: new Map(),
  hazardAt: new Map(),
  erased: new Set(),
  emergencies: 0,
  running: 0,
  dangers: [],
  beganAt: undefined,
  interruptedSince: undefined,
  error: null,
  report: () => {},
};

export const LiveContext = createContext<Live>(nothingLive);
export const useLive = (): Live => use(LiveContext);
