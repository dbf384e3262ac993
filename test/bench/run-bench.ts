/** One run of the benchmark: all contenders side by side, each in a process of its own, over the same calls at the same time. */
import { type ContenderChild, startContender, warmingCall } from "./contender-child.ts";
import type { ContenderName } from "./contender.ts";
import { startEngines } from "./engines.ts";
import { machine } from "./machine.ts";
import { planCalls, type PlannedCall } from "./plan.ts";
import { type PlacedCall, placeCalls } from "./place-calls.ts";
import { behaviourOf, profileOf } from "./profiles.ts";
import { speakablePieces } from "./replies.ts";
import { measureResources } from "./resources.ts";
import {
  audioNames,
  type BenchResult,
  type CallerName,
  type Cell,
  type Profile,
  type ProfileName,
  type Used,
} from "./result.ts";

export interface BenchOptions {
  /** Of each contender, profile and caller. */
  turns: number;
  profiles: readonly ProfileName[];
  callers: readonly CallerName[];
  contenders: readonly ContenderName[];
  /** With each contender. */
  callsAtOnce: number;
  seed: number;
  /** Whether CPU and memory are measured, too: some seconds for each contender, with nothing beside it. */
  resources: boolean;
  /** Is given a line for each thing that begins. */
  onProgress?: (line: string) => void;
}

const warmingTurns = 2;
const inAdvance = { tts: { firstByteMs: 0, timesRealTime: 1_000 } };

/** @throws Error when a contender is not there, fails in a call, or its process ends. */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  const { contenders, callsAtOnce, onProgress = () => {} } = options;
  const profiles = options.profiles.map(profileOf);
  const at = new Date().toISOString();
  onProgress("Speaking the replies beforehand …");
  const engines = await startEngines();
  const children: ContenderChild[] = [];
  const cells: Cell[] = [];
  try {
    await engines.open(warmingCall, {
      seed: warmingCall,
      behaviour: inAdvance,
      replies: { seed: 0, length: "short" },
    });
    await engines.speakAhead(speakablePieces());
    for (const name of contenders) {
      onProgress(`Starting ${name} …`);
      children.push(await startContender(name, engines));
    }
    const place = async (calls: readonly PlannedCall[], profile: Profile): Promise<PlacedCall[][]> =>
      Promise.all(
        children.map((contender) =>
          placeCalls(calls, { contender, engines, behaviour: behaviourOf(profile), callsAtOnce }),
        ),
      );
    // Nobody's first call is measured: code is compiled and caches fill in it.
    await place(await planCalls("short", warmingTurns, 0), profileOf("fast"));
    for (const caller of options.callers) {
      const calls = await planCalls(caller, options.turns, options.seed);
      for (const profile of profiles) {
        onProgress(`${profile.name}, ${caller}: ${options.turns} turns of each …`);
        const placed = await place(calls, profile);
        for (const [index, contender] of contenders.entries())
          cells.push(...cellsOf({ contender, profile: profile.name, caller }, placed[index] ?? []));
      }
    }
    await Promise.all(children.map((child) => child.finish()));
    const resources = options.resources
      ? await measureResources({ contenders, engines, seed: options.seed, onProgress })
      : [];
    return { at, machine: machine(), turns: options.turns, seed: options.seed, profiles, cells, resources };
  } finally {
    await Promise.all(children.map((child) => child.finish()));
    await engines.finish();
  }
}

function cellsOf(
  which: Pick<Cell, "contender" | "profile" | "caller">,
  placed: readonly PlacedCall[],
): Cell[] {
  return audioNames.flatMap((audio) => {
    const calls = placed.filter((call) => call.audio === audio);
    if (calls.length === 0) return [];
    return [
      {
        ...which,
        audio,
        calls: calls.length,
        turns: calls.flatMap(({ turns }) => turns),
        bargeIns: calls.flatMap(({ bargeIns }) => bargeIns),
        sounds: calls.flatMap(({ sounds }) => sounds),
        used: calls.map(({ used }) => used).reduce(together),
      },
    ];
  });
}

const together = (one: Used, other: Used): Used => ({
  llmRequests: one.llmRequests + other.llmRequests,
  llmBrokenOff: one.llmBrokenOff + other.llmBrokenOff,
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  ttsCharacters: one.ttsCharacters + other.ttsCharacters,
});
