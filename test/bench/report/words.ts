/** How names and figures are written for a reader. */
import type { ContenderName } from "../contender.ts";
import type { BenchResult, CallerName, Profile, Spread } from "../result.ts";
import { plannedCost, turnsOfCall } from "./money.ts";
import type { Target } from "./targets.ts";

export const contenderLabels: Readonly<Record<ContenderName, string>> = {
  ema: "EMA",
  "session-default": "AgentSession, default",
  "session-tuned": "AgentSession, tuned",
  "session-manual-chart": "AgentSession, manual",
  synchronous: "Synchronous",
};

export const contenderDescriptions: Readonly<Record<ContenderName, string>> = {
  ema: "Ours: one statechart decides who has the floor, and prepares the reply before the turn is over.",
  "session-default":
    "LiveKit’s own voice session as it comes. Its end-of-turn model is asked through a worker; here each silence of 550 ms is an end.",
  "session-tuned":
    "The same with short silence, short delays, and replies and speech prepared in advance: as fast as it can be set.",
  "session-manual-chart":
    "The same with its turn-taking off, and a statechart that commands it from outside.",
  synchronous: "What EMA replaces: each turn waits for three API calls of a second, one after the other.",
};

export const callerLabels: Readonly<Record<CallerName, string>> = {
  short: "short answers",
  stories: "long stories",
  hesitations: "hesitations",
  sounds: "coughs, “mhm”",
  "barge-ins": "barge-ins",
};

export const audioLabels = { wideband: "wideband", telephone: "telephone, with noise" } as const;

export const none = "–";
const numbers = (digits: number) =>
  new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const shown = (value: number | undefined, digits: number, before = "", after = "") =>
  value === undefined ? none : `${before}${numbers(digits).format(value)}${after}`;

/** Whole ones, with thousands set apart: milliseconds, tokens, turns. */
export const whole = (value: number | undefined): string => shown(value, 0);
export const tenths = (value: number | undefined): string => shown(value, 1);
export const ratio = (value: number | undefined): string => shown(value, 2);
export const thousandths = (value: number | undefined): string => shown(value, 3);
export const percent = (share: number | undefined): string =>
  shown(share === undefined ? undefined : share * 100, 1, "", "%");
export const dollars = (value: number | undefined): string => shown(value, 3, "$");

export function inUnit(value: number, unit: Target["unit"]): string {
  switch (unit) {
    case "ms":
      return `${whole(value)} ms`;
    case "share":
      return percent(value);
    case "ratio":
      // Two digits would call 1.104 no more than 1.10.
      return thousandths(value);
  }
}

/** `over` as `targets.ts` has it. */
export const verdictWords = ({ met, over }: { met: boolean; over: number }, unit: Target["unit"]): string =>
  met ? "met" : `missed by ${inUnit(over, unit)}`;

/** What the figures of money are. */
export const moneyWords = `Dollars of a two-minute call of ${turnsOfCall} turns at list prices, no prompt cached; $${plannedCost.toFixed(2)} was planned, with gpt-4o-mini.`;

/** The machine, and the run, a line each. */
export const runWords = ({ at, machine, turns, seed }: BenchResult): [machine: string, run: string] => [
  `${machine.processor}, ${machine.cores} cores, ${tenths(machine.memoryGiB)} GiB · Node ${machine.node.replace(/^v/, "")} · agents ${machine.agents}`,
  `${at.slice(0, 16).replace("T", " ")} UTC · at least ${turns} turns of each caller · seed ${seed}`,
];

/** The providers' latencies and the floor that they leave. */
export function latencyWords({ stt, llm, tts, perTokenMs, floor }: Profile): string {
  const spread = ({ p50, p95 }: Spread) => (p95 === p50 ? whole(p50) : `${whole(p50)} (p95 ${whole(p95)})`);
  return `recognition ${spread(stt)}, first token ${spread(llm)}, first speech ${spread(tts)}, ${perTokenMs} a token; floor ${spread(floor)} ms`;
}
