/** What the caller of each call will do: drawn from the seed alone, so that every contender has the same one. */
import { createRandom } from "#src/simulate/noise.ts";
import type { CallerName, SoundMade } from "../result.ts";
import { linesBy, pausesBy } from "./lines.ts";

export interface ScriptedTurn {
  /** A line of `parseLine`. */
  text: string;
  /** How long the caller thinks when the agent has finished. */
  thinkMs: number;
  /** Instead of waiting: so long into the agent's speech the caller begins. */
  bargeInAfterMs?: number;
  /** Made while the agent answers, so long into its speech. */
  sound?: { kind: SoundMade["kind"]; afterMs: number };
}

export type CallScript = readonly ScriptedTurn[];

const mostTurns = 8;
const intoSpeech = { from: 800, to: 1_800 };
const thinking = { from: 250, to: 450 };

/** `turns` in all, in as few calls as can be of at most 8 turns; they share them out evenly. */
export function callScripts(caller: CallerName, turns: number, seed: number): CallScript[] {
  const random = createRandom(seed);
  const calls = Math.ceil(turns / mostTurns);
  const lines = linesWithoutEnd(linesBy[caller], random);
  return Array.from({ length: calls }, (_, call) => {
    const length = Math.floor(turns / calls) + (call < turns % calls ? 1 : 0);
    return callScript(caller, length, lines, random);
  });
}

function callScript(
  caller: CallerName,
  turns: number,
  lines: Iterator<string, never>,
  random: () => number,
): CallScript {
  const between = ({ from, to }: { from: number; to: number }): number =>
    Math.round(from + (to - from) * random());
  return Array.from({ length: turns }, (_, index) => {
    const pauses = pausesBy[caller];
    const text = lines
      .next()
      .value.replaceAll("{pause}", () => (pauses === undefined ? "" : `{pause ${between(pauses)}}`));
    const thinkMs = between(thinking);
    // The greeting is heard to its end.
    if (caller === "barge-ins" && index > 0) return { text, thinkMs, bargeInAfterMs: between(intoSpeech) };
    if (caller !== "sounds") return { text, thinkMs };
    const kind = index % 2 === 0 ? "cough" : "mhm";
    return { text, thinkMs, sound: { kind, afterMs: between(intoSpeech) } };
  });
}

/** All of them before any comes again, in another order each time. */
function* linesWithoutEnd(lines: readonly string[], random: () => number): Generator<string, never> {
  for (;;) {
    const ordered = lines.map((line) => ({ line, at: random() })).toSorted((one, other) => one.at - other.at);
    for (const { line } of ordered) yield line;
  }
}
