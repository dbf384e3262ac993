/** Draws what goes wrong outside a call, and for how long. */
import type { Fault } from "./plan.ts";
import type { Random } from "./random.ts";

const modelKinds = [
  "status",
  "slow",
  "stall",
  "drop",
  "malformed",
  "empty",
  "toolStorm",
  "unknownTool",
  "never",
] as const;
const voiceKinds = ["status", "slow", "stall", "drop", "empty", "never"] as const;
const kinds = {
  model: modelKinds,
  secondModel: modelKinds,
  voice: voiceKinds,
  secondVoice: voiceKinds,
  sink: ["stuck", "throws", "slow"],
  ears: ["lost", "deaf"],
  secondEars: ["status"],
  tools: ["slow", "fails", "never"],
  disk: ["locked"],
  receiver: ["down", "status500", "status429", "slow", "never", "dropsAnswer"],
} as const satisfies Record<Fault["edge"], readonly string[]>;

/** How often an edge is chosen: what is nearest to the caller most. */
const edges = [
  ...Array<Fault["edge"]>(8).fill("model"),
  ...Array<Fault["edge"]>(6).fill("voice"),
  ...Array<Fault["edge"]>(3).fill("secondModel"),
  ...Array<Fault["edge"]>(3).fill("secondVoice"),
  ...Array<Fault["edge"]>(5).fill("ears"),
  ...Array<Fault["edge"]>(2).fill("secondEars"),
  ...Array<Fault["edge"]>(4).fill("tools"),
  ...Array<Fault["edge"]>(4).fill("receiver"),
  ...Array<Fault["edge"]>(2).fill("sink"),
  "disk" as const,
];

/** Two runs of seven have none; faults of different edges may hold at the same time. */
export function drawFaults(random: Random, withinMs: number): Fault[] {
  return random.list(random.pick([0, 0, 1, 2, 2, 3, 5]), () => {
    const edge = random.pick(edges);
    return {
      edge,
      kind: random.pick<string>(kinds[edge]),
      from: random.int(0, withinMs),
      ms: random.pick(lengths(edge)),
    } as Fault;
  });
}

function lengths(edge: Fault["edge"]): readonly number[] {
  // A locked disk makes SQLite wait in real time.
  if (edge === "disk") return [300, 1500];
  const short = [200, 1000, 3000, 8000, 20_000, 60_000];
  // A receiver is up again in the end; of the others any may be gone for good.
  return [...short, edge === "receiver" ? 600_000 : 10_000_000];
}
