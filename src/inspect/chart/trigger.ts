/** What sets off a transition, and how a reader is told of it. */
import type { AnyStateNode } from "xstate";
import type { Named } from "./named.ts";

export interface ChartTransition {
  /** `transitionId`. */
  id: string;
  /** The id of a node, as each of `targets` is. */
  source: string;
  /** None where the transition acts and stays. */
  targets: readonly string[];
  kind: "event" | "after" | "always" | "done" | "error";
  /** The event's type as XState keeps it; empty for `always`. */
  event: string;
  /** For people: `stt.final`, `after GOODBYE (5 s)`, `human done`. */
  label: string;
  delay?: { name: string; ms?: number };
  /** Whose end it is, for `done` and `error`: an invoked actor's id; absent for a final state's. */
  actor?: string;
  guard?: Named;
  actions: readonly Named[];
  reenter: boolean;
  description?: string;
}

type Trigger = Pick<ChartTransition, "kind" | "event" | "label" | "delay" | "actor">;

export function trigger(event: string, delays: Record<string, unknown>, { id }: AnyStateNode): Trigger {
  if (event === "") return { kind: "always", event, label: "always" };
  if (event.startsWith("xstate.after.")) {
    const name = event.slice("xstate.after.".length, -`.${id}`.length);
    const ms = milliseconds(delays[name] ?? Number(name));
    const told = ms === undefined ? "" : ` (${ms / 1000} s)`;
    const delay = { name, ...(ms === undefined ? {} : { ms }) };
    return { kind: "after", event, label: `after ${name}${told}`, delay };
  }
  if (event.startsWith("xstate.done.state.")) return { kind: "done", event, label: "done" };
  const [, end, actor] = /^xstate\.(done|error)\.actor\.(.+)$/.exec(event) ?? [];
  if (end === "done") return { kind: "done", event, label: `${actor} done`, actor: actor ?? "" };
  if (end === "error") return { kind: "error", event, label: `${actor} failed`, actor: actor ?? "" };
  return { kind: "event", event, label: event };
}

/** Only what is constant: a reckoned delay has no number before a call. */
const milliseconds = (delay: unknown): number | undefined =>
  typeof delay === "number" && Number.isFinite(delay) ? delay : undefined;
