/** What the samples of some cells come to. Times are milliseconds. */
import { spread } from "../statistics.ts";
import type { Cell, Used } from "../result.ts";
import { type CallCost, costOfTwoMinutes } from "./money.ts";

type Statistics = NonNullable<ReturnType<typeof spread>>;

export interface Figures {
  turns: number;
  /** Of the turns that were answered, and not before their end. */
  wait: Statistics | undefined;
  answered: number;
  wronglyTaken: number;
  /** Of all turns; undefined of none. */
  wronglyTakenShare: number | undefined;
  unanswered: number;
  bargeIns: number;
  /** Of the barge-ins that silenced the agent. */
  silence: Statistics | undefined;
  notSilenced: number;
  sounds: { made: number; silenced: number; resumed: number };
  use: Use | undefined;
}

/** A turn on average. */
interface Use {
  llmRequests: number;
  inputTokens: number;
  outputTokens: number;
  ttsCharacters: number;
  /** Of the requests. */
  brokenOffShare: number;
  cost: CallCost;
}

export function figuresOf(cells: readonly Cell[]): Figures {
  const turns = cells.flatMap((cell) => cell.turns);
  const sounds = cells.flatMap((cell) => cell.sounds);
  const bargeIns = cells.flatMap((cell) => cell.bargeIns);
  const waits = waitsOf(cells);
  const silences = silencesOf(cells);
  const wronglyTaken = turns.filter((turn) => turn.wronglyTaken).length;
  return {
    turns: turns.length,
    wait: spread(waits),
    answered: waits.length,
    wronglyTaken,
    wronglyTakenShare: turns.length === 0 ? undefined : wronglyTaken / turns.length,
    unanswered: turns.length - wronglyTaken - waits.length,
    bargeIns: bargeIns.length,
    silence: spread(silences),
    notSilenced: bargeIns.length - silences.length,
    sounds: {
      made: sounds.length,
      silenced: sounds.filter((sound) => sound.silenced).length,
      resumed: sounds.filter((sound) => sound.silenced && sound.resumed === true).length,
    },
    use: turns.length === 0 ? undefined : useOf(cells, turns.length),
  };
}

/** A turn that was taken before its end has no wait, whatever its sample says. */
export const waitsOf = (cells: readonly Cell[]): number[] =>
  cells.flatMap(({ turns }) =>
    turns.flatMap(({ waitMs, wronglyTaken }) => (wronglyTaken || waitMs === undefined ? [] : [waitMs])),
  );

export const silencesOf = (cells: readonly Cell[]): number[] =>
  cells.flatMap(({ bargeIns }) =>
    bargeIns.flatMap(({ silencedMs }) => (silencedMs === undefined ? [] : [silencedMs])),
  );

function useOf(cells: readonly Cell[], turns: number): Use {
  const sum = (of: keyof Used) => cells.reduce((total, { used }) => total + used[of], 0);
  const requests = sum("llmRequests");
  const aTurn = {
    llmRequests: requests / turns,
    inputTokens: sum("inputTokens") / turns,
    outputTokens: sum("outputTokens") / turns,
    ttsCharacters: sum("ttsCharacters") / turns,
  };
  return {
    ...aTurn,
    brokenOffShare: requests === 0 ? 0 : sum("llmBrokenOff") / requests,
    cost: costOfTwoMinutes(aTurn),
  };
}
