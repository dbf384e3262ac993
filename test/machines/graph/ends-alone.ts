/**
 * Whether a call ends by itself, when the caller says nothing more, everything of ours is heard, and no human answers. Left
 * out is one: a caller who put us on hold and has not heard what may save them; we wait until they come back or hang up.
 */
import type { AnyStateMachine, EventObject } from "xstate";
import type { CallSnapshot } from "#src/rules/step.ts";
import * as a from "./alphabet.ts";
import { type Graph, type Node, pathTo, possible, type Slice } from "./explore.ts";
import { stateKey } from "./key.ts";
import { stepper } from "./stepper.ts";

const course: Pick<Slice, "events" | "timers"> = {
  events: [a.speechEnded, a.toolFinished, a.humanRefused, a.playoutFinished],
  timers:
    "PREPARE ENDPOINT FINAL_DEADLINE STT_DEADLINE NOISE_LIMIT FALSE_BARGE_IN INTERRUPTION_LIMIT THINK_DEADLINE TOOL_DEADLINE SPEECH_LIMIT TRANSFER_DEADLINE LEAVING_LIMIT GOODBYE MENDING_LIMIT RING_LIMIT REPROMPT TIME_SHORT TIME_OVER".split(
      " ",
    ),
};

/** The events that lead to the first state found from which the call would go on for ever; absent when there is none. */
export function endless(machine: AnyStateMachine, graph: Graph): string | undefined {
  const steps = stepper(machine, graph.slice.input);
  const slice = { ...graph.slice, ...course };
  const ending = new Set<string>();
  const ends = (from: CallSnapshot): boolean => {
    const way: { key: string; snapshot: CallSnapshot; next: EventObject[] }[] = [];
    const seen = new Set<string>();
    const visit = (snapshot: CallSnapshot): boolean => {
      const key = stateKey(snapshot);
      if (snapshot.status === "done" || ending.has(key)) return true;
      if (seen.has(key)) return false;
      seen.add(key);
      way.push({ key, snapshot, next: possible(slice, snapshot) });
      return false;
    };
    if (visit(from)) return true;
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const event = at.next.shift();
      if (event === undefined) way.pop();
      else if (visit(steps.step(at.snapshot, event).after)) {
        for (const { key } of way) ending.add(key);
        return true;
      }
    }
    return false;
  };
  const waits = ({ context }: CallSnapshot) => context.onHold && context.owed.length > 0;
  const stuck = [...graph.nodes.values()].find(({ snapshot }) => !waits(snapshot) && !ends(snapshot));
  return stuck === undefined ? undefined : wayTo(graph, stuck);
}

const wayTo = ({ slice, prefix }: Graph, node: Node): string =>
  [...prefix, ...pathTo(node).map(({ step }) => step)]
    .map(({ event }) => event.type)
    .join(" → ")
    .concat(` (${slice.name})`);
