/** A made-up run, for tests and for looking at the page: plausible, and the same every time. Nothing of it was measured. */
import { type ContenderName, contenderNames } from "../contender.ts";
import {
  audioNames,
  type BenchResult,
  callerNames,
  type CallerName,
  type Cell,
  type Profile,
  type Turn,
} from "../result.ts";

export const profiles: readonly Profile[] = [
  profile("seed", "The latencies that EMA was planned with, without spread.", [500, 500], [500, 500], 1_060),
  profile(
    "measured",
    "Latencies as measured at the vendors, with their spread.",
    [247, 298],
    [546, 1_369],
    790,
  ),
  profile("fast", "What fast vendors reach.", [200, 200], [300, 300], 560),
];

/** So much of the floor a contender waits, so much of the turns it takes wrongly, and so soon it falls silent. */
const manners: Readonly<Record<ContenderName, readonly [number, number, number]>> = {
  ema: [1.06, 0.01, 78],
  "session-default": [1.62, 0.02, 515],
  "session-tuned": [1.28, 0.05, 142],
  "session-manual-chart": [1.17, 0.03, 92],
  synchronous: [5.4, 0.02, 610],
};

export function madeResult(turns = 30): BenchResult {
  const random = sequence(7);
  return {
    at: "2026-03-04T05:06:07.000Z",
    machine: { cores: 2, processor: "Made <Up> 3000", memoryGiB: 8, node: "v24.0.0", agents: "1.9.0" },
    turns,
    seed: 7,
    profiles,
    cells: profiles.flatMap((profile) =>
      contenderNames.flatMap((contender) =>
        callerNames.flatMap((caller) =>
          audioNames.map((audio) => madeCell(random, turns / 2, { contender, profile, caller, audio })),
        ),
      ),
    ),
    resources: contenderNames.flatMap((contender, index) =>
      [1, 5, 10].map((callsAtOnce) => ({
        contender,
        callsAtOnce,
        cpuSecondsPerCallSecond: 0.06 + 0.014 * index + 0.01 * random(),
        memoryMiBPerCall: 14 + 4 * index + (20 / callsAtOnce) * random(),
      })),
    ),
  };
}

interface Place {
  contender: ContenderName;
  profile: Profile;
  caller: CallerName;
  audio: Cell["audio"];
}

function madeCell(random: () => number, turns: number, { contender, profile, caller, audio }: Place): Cell {
  const [slower, wrong, silence] = manners[contender];
  const spoken = Array.from({ length: turns }, (): Turn => {
    if (random() < wrong * (caller === "hesitations" ? 3 : 0.5)) return { wronglyTaken: true };
    if (random() < 0.003) return { wronglyTaken: false };
    const spread = (profile.floor.p95 - profile.floor.p50) * random() ** 4 * 1.4;
    return { waitMs: profile.floor.p50 * slower * (0.97 + 0.1 * random()) + spread, wronglyTaken: false };
  });
  const some = (when: CallerName) => Array.from({ length: caller === when ? turns : 0 });
  const requests = Math.round(turns * (contender === "session-default" ? 1.1 : 1.8));
  return {
    contender,
    profile: profile.name,
    caller,
    audio,
    calls: 3,
    turns: spoken,
    bargeIns: some("barge-ins").map(() =>
      random() < 0.02 ? {} : { silencedMs: silence * (0.8 + 0.4 * random()) },
    ),
    sounds: some("sounds").map((_, index) => {
      const kind = index % 2 === 0 ? ("cough" as const) : ("mhm" as const);
      return random() < 0.4 ? { kind, silenced: true, resumed: random() < 0.9 } : { kind, silenced: false };
    }),
    used: {
      llmRequests: requests,
      llmBrokenOff: requests - turns,
      inputTokens: requests * 1_900,
      outputTokens: requests * 24,
      ttsCharacters: turns * 70,
    },
  };
}

function profile(
  name: Profile["name"],
  description: string,
  [stt, stt95]: readonly [number, number],
  [llm, llm95]: readonly [number, number],
  floor: number,
): Profile {
  return {
    name,
    description,
    stt: { p50: stt, p95: stt95 },
    llm: { p50: llm, p95: llm95 },
    tts: { p50: 150, p95: 150 },
    perTokenMs: 10,
    floor: { p50: floor, p95: floor + (stt95 - stt) + (llm95 - llm) * 0.9 },
  };
}

/** Between 0 and 1, by a linear congruence. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
