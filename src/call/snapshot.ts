/** Reads a snapshot of the call chart: its states as dotted paths, its stage, the tools that its stage offers. */
import type { SnapshotFrom } from "xstate";
import type { callMachine } from "#machines/call/machine.ts";
import { type Stage, type StageMeta, stages } from "#machines/call/types.ts";

type CallSnapshot = SnapshotFrom<typeof callMachine>;
type StateValue = string | { [key: string]: StateValue | undefined };

/** Dotted paths of all active states, outer before inner. */
export function activeStates(value: StateValue, path = ""): string[] {
  if (typeof value === "string") return [path + value];
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : [path + key, ...activeStates(inner, `${path}${key}.`)],
  );
}

export function leafStates(value: StateValue): string[] {
  const active = activeStates(value);
  return active.filter((state) => !active.some((other) => other.startsWith(`${state}.`)));
}

export function stageOf(snapshot: CallSnapshot): Stage | undefined {
  const prefix = "live.intake.";
  const state = activeStates(snapshot.value).find((one) => one.startsWith(prefix));
  return stages.find((stage) => stage === state?.slice(prefix.length));
}

export function toolsOf(snapshot: CallSnapshot): readonly string[] {
  const metas: Record<string, StageMeta | undefined> = snapshot.getMeta();
  return Object.values(metas).flatMap((meta) => meta?.tools ?? []);
}
