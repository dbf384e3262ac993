/** Runs a recorded call through a chart and finds where it first goes another way. */
import type { CallEvent, CallInput, HazardCategory } from "#machines/call/types.ts";
import { type CallChart, runChart, type StepResult } from "./chart-run.ts";
import type { CallLog, Step } from "./format.ts";
import { startTimers, type Timer, timerName } from "./timers.ts";

export interface Difference {
  at: number;
  /** The event at which it shows, as words. */
  event: string;
  /** What differs, one finding a line: `-` recorded, `+` now. */
  lines: readonly string[];
  /** Steps that led there, the last one last. */
  before: readonly string[];
}

/** The hazards that words assert by the rules of the present pack. */
export type HazardsIn = (text: string, unfinished: boolean) => readonly HazardCategory[];

/** Timers of a loaded machine are late; what is shifted by less changes nothing that a caller would notice, ms. */
const toleranceMs = 250;
const stepsBefore = 5;

/** Undefined: every state and effect is the same. `hazardsIn` only for a log that has its words. */
export function replayLog(log: CallLog, chart: CallChart, hazardsIn?: HazardsIn): Difference | undefined {
  const { header, steps } = log;
  const run = runChart(chart, header.input as CallInput);
  const present = startTimers(header.at, run.initial.timers);
  const recorded = startTimers(header.at, []);
  for (const [index, step] of steps.entries()) {
    const lines =
      timing(step, steps.slice(index), present, recorded) ??
      (hazardsIn && hazards(steps, index, run.context(), hazardsIn)) ??
      unlike(step, take(step));
    if (lines.length > 0)
      return {
        at: step.at - header.at,
        event: inWords(step),
        lines,
        before: steps
          .slice(Math.max(0, index - stepsBefore), index)
          .map((one) => `${Math.round(one.at - header.at)} ms  ${inWords(one)}`),
      };
  }
  return undefined;

  function take(step: Step): StepResult {
    present.fired(step.event.type);
    recorded.fired(step.event.type);
    const result = run.take(step.event);
    present.note(step.at, result.timers);
    recorded.note(step.at, step.timers);
    return result;
  }
}

type Timers = ReturnType<typeof startTimers>;

/** A timer that would have fired before this event, or that this event is and would not fire now. */
function timing(step: Step, rest: readonly Step[], present: Timers, recorded: Timers): string[] | undefined {
  const { type } = step.event;
  const early = present
    .pending()
    .find(({ id, due }) => id !== type && due < step.at - toleranceMs && recorded.get(id)?.due !== due);
  if (early) {
    const was = recorded.get(early.id);
    const fired = rest.find(({ event }) => event.type === early.id);
    const then =
      was === undefined
        ? "it was not running"
        : fired
          ? `it fired after ${ms(fired.at - was.startedAt)}`
          : `it was to fire after ${ms(was.due - was.startedAt)}`;
    return [`${timerName(early.id)} would fire after ${lasting(early)}; ${then}`];
  }
  if (!type.startsWith("xstate.after.")) return undefined;
  const timer = present.get(type);
  const was = recorded.get(type);
  const then = `it fired after ${was === undefined ? "a time that is not known" : ms(step.at - was.startedAt)}`;
  if (timer === undefined)
    // A timer from before the recording has no start in it; one that is not running now shows as no transition.
    return [`${timerName(type)} would not be running; ${then}`];
  if (timer.due > step.at + toleranceMs)
    return [`${timerName(type)} would fire after ${lasting(timer)}; ${then}`];
  const sooner =
    type === timer.id && timer.due < step.at - toleranceMs && was !== undefined && was.due !== timer.due;
  return sooner ? [`${timerName(type)} would fire after ${lasting(timer)}; ${then}`] : undefined;
}

const ms = (length: number): string => `${Math.round(length).toLocaleString("en-US")} ms`;
const lasting = ({ startedAt, due }: Timer): string => ms(due - startedAt);

/** Hazards that come from outside come right before the words in which they were heard. */
function hazards(
  steps: readonly Step[],
  index: number,
  context: { finals: string; hazards: readonly HazardCategory[] },
  hazardsIn: HazardsIn,
): string[] | undefined {
  if (heardHazard(steps[index - 1]) !== undefined) return undefined;
  const end = steps.findIndex((step, at) => at >= index && heardHazard(step) === undefined);
  const words = steps[end]?.event as CallEvent | undefined;
  if (words?.type !== "stt.interim" && words?.type !== "stt.final") return undefined;
  const said = `${context.finals} ${words.text}`.trim();
  const then = steps.slice(index, end).flatMap((step) => heardHazard(step) ?? []);
  const now = hazardsIn(said, words.type === "stt.interim").filter(
    (category) => !context.hazards.includes(category),
  );
  const lines = [
    ...then.filter((one) => !now.some((other) => other === one)).map((one) => `- hazard.heard ${one}`),
    ...now.filter((one) => !then.includes(one)).map((one) => `+ hazard.heard ${one}`),
  ];
  return lines.length === 0 ? undefined : [...lines, `  in "${said}"`];
}

const heardHazard = (step: Step | undefined): string | undefined =>
  step?.event.type === "hazard.heard" && step.from === undefined && "category" in step.event
    ? String(step.event["category"])
    : undefined;

function unlike(then: Step, now: StepResult): string[] {
  const lines = [
    ...then.leaves.filter((one) => !now.leaves.includes(one)).map((one) => `- state ${one}`),
    ...now.leaves.filter((one) => !then.leaves.includes(one)).map((one) => `+ state ${one}`),
  ];
  if (then.effects.join("\n") === now.effects.join("\n")) return lines;
  const missing = without(then.effects, now.effects);
  const added = without(now.effects, then.effects);
  if (missing.length + added.length === 0)
    return [
      ...lines,
      `- effects in order: ${then.effects.join(", ")}`,
      `+ effects in order: ${now.effects.join(", ")}`,
    ];
  return [...lines, ...missing.map((one) => `- effect ${one}`), ...added.map((one) => `+ effect ${one}`)];
}

/** As often as it is in `list` more than in `other`. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function inWords({ event, from }: Step): string {
  const { type, at: _, ...rest } = event;
  if (type.startsWith("xstate.after.")) return `${timerName(type)} fired`;
  const given = Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`;
  return `${type}${given}${from === undefined ? "" : ` from ${from}`}`;
}
