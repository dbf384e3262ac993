/** Small runs for tests, whose figures can be reckoned by hand. All of them have the profile "seed" alone. */
import type { ContenderName } from "../contender.ts";
import type { BenchResult, Cell, Profile, Resources, Turn } from "../result.ts";
import { profiles } from "./fixture.ts";
import { type Summary, summaryOf } from "./summary.ts";

export const answered = (waitMs: number): Turn => ({ waitMs, wronglyTaken: false });
export const wrong: Turn = { wronglyTaken: true };
export const unanswered: Turn = { wronglyTaken: false };

export const cell = (contender: ContenderName, rest: Partial<Cell>): Cell => ({
  contender,
  profile: "seed",
  caller: "short",
  audio: "wideband",
  calls: 1,
  turns: [],
  bargeIns: [],
  sounds: [],
  used: { llmRequests: 0, llmBrokenOff: 0, inputTokens: 0, outputTokens: 0, ttsCharacters: 0 },
  ...rest,
});

export function resultWith(
  cells: readonly Cell[],
  { resources = [], floor }: { resources?: readonly Resources[]; floor?: Profile["floor"] } = {},
): BenchResult {
  return {
    at: "2026-01-01T00:00:00.000Z",
    machine: { cores: 2, processor: "p", memoryGiB: 4, node: "v24", agents: "1" },
    turns: 2,
    seed: 1,
    profiles: profiles.slice(0, 1).map((profile) => ({ ...profile, floor: floor ?? profile.floor })),
    cells,
    resources,
  };
}

export const summaryWith = (...of: Parameters<typeof resultWith>): Summary => summaryOf(resultWith(...of));
