/** A step of a call, and what can be read off it. */
import type { WatchMessage } from "../watch/message.ts";

export type Step = Extract<WatchMessage, { kind: "step" }>;

/** States in which no other active one lies. */
export const leaves = (states: readonly string[]): string[] =>
  states.filter((path) => !states.some((other) => other.startsWith(`${path}.`)));

/** What the turn is at, such as `responding.speaking`. */
export function turnOf({ states }: Step): string {
  const leaf = leaves(states).find((path) => path.startsWith("live.turn."));
  return leaf?.slice("live.turn.".length) ?? leaves(states).join(", ");
}

/** Where a reader's eye belongs after a step: at the turn when it moved, else at whatever did. */
export function focusOf(step: Step, before: Step | undefined): string | undefined {
  const had = new Set(before?.states);
  const entered = leaves(step.states).filter((path) => !had.has(path));
  return (
    entered.find((path) => path.startsWith("live.turn.")) ??
    entered[0] ??
    (before === undefined ? leaves(step.states)[0] : undefined)
  );
}

/** What an event carries besides its type, on one line. */
export const detailOf = ({ event }: Step): string =>
  Object.entries(event)
    .filter(([name]) => !/^(?:type|at|voicedAt|voicedUntil)$/.test(name))
    .map(([name, value]) => `${name} ${inShort(value)}`)
    .join("  ");

export const inShort = (value: unknown): string =>
  typeof value === "string"
    ? value
    : (JSON.stringify(typeof value === "number" ? Math.round(value * 100) / 100 : value) ?? "–");
