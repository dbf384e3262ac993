/** A profile's figures and the machine's as rows of text: what the terminal and the page both show. */
import { audioNames, callerNames } from "../result.ts";
import type { ContenderFigures } from "./contender-figures.ts";
import type { Figures } from "./figures.ts";
import type { ProfileSummary } from "./profile-summary.ts";
import type { ResourceFigures } from "./resources.ts";
import {
  audioLabels,
  callerLabels,
  contenderLabels,
  dollars,
  none,
  percent,
  ratio,
  tenths,
  thousandths,
  whole,
} from "./words.ts";

export interface Rows {
  /** What each column is called, as short as a terminal needs it, and in full. */
  head: readonly (readonly [short: string, long: string])[];
  body: readonly (readonly string[])[];
}

export const waitRows = ({ profile, contenders, toRivals }: ProfileSummary): Rows => ({
  head: [
    ["", "Contender"],
    ["turns", "Turns"],
    ["wait", "Median wait"],
    ["p95", "95th percentile"],
    ["max", "Longest"],
    ["÷ floor", "Median ÷ floor"],
    ["EMA ÷", "EMA’s median ÷ this"],
    ["wrong", "Wrongly taken"],
    ["share", "Share"],
    ["unansw.", "No answer"],
    ["silence", "Silent after, median"],
    ["p95", "Silent after, 95th"],
    ["max", "Silent after, at most"],
    ["never", "Not silenced"],
  ],
  body: [
    ["a perfect scheduler", "", whole(profile.floor.p50), whole(profile.floor.p95), ...Array(10).fill("")],
    ...contenders.map(({ contender, all }) => [
      contenderLabels[contender],
      whole(all.turns),
      whole(all.wait?.p50),
      whole(all.wait?.p95),
      whole(all.wait?.max),
      ratio(all.wait === undefined ? undefined : all.wait.p50 / profile.floor.p50),
      ratio(toRivals.find(({ rival }) => rival === contender)?.wait.p50),
      whole(all.wronglyTaken),
      percent(all.wronglyTakenShare),
      whole(all.unanswered),
      whole(all.silence?.p50),
      whole(all.silence?.p95),
      whole(all.silence?.max),
      `${all.notSilenced}/${all.bargeIns}`,
    ]),
  ],
});

export const useRows = ({ contenders }: ProfileSummary): Rows => ({
  head: [
    ["", "Contender"],
    ["sounds", "Coughs and “mhm”"],
    ["stopped", "Agent fell silent"],
    ["went on", "And went on"],
    ["requests", "LLM requests a turn"],
    ["tokens in", "Tokens in, a turn"],
    ["out", "Tokens out, a turn"],
    ["broken off", "Requests broken off"],
    ["characters", "Characters spoken, a turn"],
    ["gpt-4o", "A call with gpt‑4o"],
    ["4o-mini", "A call with gpt‑4o‑mini"],
  ],
  body: contenders.map(({ contender, all: { sounds, use } }) => [
    contenderLabels[contender],
    whole(sounds.made),
    whole(sounds.silenced),
    whole(sounds.resumed),
    ratio(use?.llmRequests),
    whole(use?.inputTokens),
    tenths(use?.outputTokens),
    percent(use?.brokenOffShare),
    whole(use?.ttsCharacters),
    dollars(use?.cost["gpt-4o"]),
    dollars(use?.cost["gpt-4o-mini"]),
  ]),
});

/** The waits by caller and by kind of line. */
export const partWaitRows = (summary: ProfileSummary): Rows =>
  partRows("wait, p50/p95", summary, ({ wait }) =>
    wait === undefined ? none : `${whole(wait.p50)}/${whole(wait.p95)}`,
  );

/** Wrongly taken turns by caller and by kind of line. */
export const partWrongRows = (summary: ProfileSummary): Rows =>
  partRows("wrong/turns", summary, ({ wronglyTaken, turns }) => `${wronglyTaken}/${turns}`);

function partRows(short: string, { contenders }: ProfileSummary, cell: (figures: Figures) => string): Rows {
  const textOf = (parts: ContenderFigures["callers"] | ContenderFigures["audios"], name: string) => {
    const figures = parts.find((part) => part.name === name)?.figures;
    return figures === undefined ? none : cell(figures);
  };
  return {
    head: [
      [short, "Contender"],
      ...callerNames.map((name) => [name, callerLabels[name]] as const),
      ...audioNames.map((name) => [name, audioLabels[name]] as const),
    ],
    body: contenders.map(({ contender, callers, audios }) => [
      contenderLabels[contender],
      ...callerNames.map((name) => textOf(callers, name)),
      ...audioNames.map((name) => textOf(audios, name)),
    ]),
  };
}

export const resourceRows = (resources: readonly ResourceFigures[]): Rows => ({
  head: [
    ["", "Contender"],
    ["calls at once", "Calls at once"],
    ["CPU s a call-second", "CPU seconds a second of a call"],
    ["memory a call, MiB", "Memory a call, MiB"],
  ],
  body: resources.map((one) => [
    contenderLabels[one.contender],
    whole(one.callsAtOnce),
    thousandths(one.cpuSecondsPerCallSecond),
    tenths(one.memoryMiBPerCall),
  ]),
});
