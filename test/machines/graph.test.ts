import { transition } from "xstate";
import { describe, expect, it } from "vitest";
import { callMachine } from "#machines/call/machine.ts";
import { rules } from "#src/rules/rules.ts";
import { counterexample, explain } from "./graph/check-rules.ts";
import { endless } from "./graph/ends-alone.ts";
import { coverageOf, exploreAll, missing } from "./graph/report.ts";
import { runnable, walkActor } from "./graph/run-actor.ts";
import { stepper } from "./graph/stepper.ts";
import { stories } from "./graph/story.ts";
import { coverEdges, sampleTransitions } from "./graph/walks.ts";

const graphs = exploreAll(callMachine);
const sample = sampleTransitions(graphs);

describe("the graph of the call", () => {
  it("takes every transition and enters every state that is written", () => {
    const { transitions, states } = coverageOf(callMachine, graphs);
    expect([...missing(transitions), ...missing(states)]).toEqual([]);
  });

  it("is that of transition(), though stepped faster", { timeout: 150_000 }, () => {
    for (const { graph, walk } of sample)
      for (const { step } of walk) {
        if (step.before === undefined) continue;
        const [after, actions] = transition(callMachine, step.before, step.event as never);
        expect([graph.slice.name, after.value, after.context]).toEqual([
          graph.slice.name,
          step.after.value,
          step.after.context,
        ]);
        const names = actions.map(({ type }) => type).filter((type) => !type.startsWith("xstate."));
        expect(names).toEqual(step.effects.flatMap((effect) => (effect.kind === "act" ? [effect.name] : [])));
      }
  });

  it("tells the stories that are written down: a changed chart changes them, and `npx vitest -u` writes them anew", async () => {
    await expect(stories(sample)).toMatchFileSnapshot("stories.txt");
  });
});

describe("a running call", () => {
  const machine = runnable(callMachine);

  it.for(graphs)("does on every edge of '$slice.name' what the graph says", { timeout: 150_000 }, (graph) => {
    for (const walk of coverEdges(graph)) expect(walkActor(machine, graph, walk)).toBeUndefined();
  });
});

describe("in every state of the graph", () => {
  it.for(rules)("$name", (rule) => {
    const broken = graphs.flatMap((graph) => counterexample(graph, rule) ?? []);
    expect(broken.map(explain)).toEqual([]);
  });

  it(
    "a call ends by itself when the caller says nothing more and no human answers",
    { timeout: 150_000 },
    () => {
      expect(graphs.flatMap((graph) => endless(callMachine, graph) ?? [])).toEqual([]);
    },
  );

  it("hanging up ends the call", { timeout: 150_000 }, () => {
    for (const { slice, nodes } of graphs) {
      const steps = stepper(callMachine, slice.input);
      for (const { snapshot } of nodes.values())
        if (snapshot.status === "active")
          expect(steps.step(snapshot, { type: "call.hungUp", by: "caller" } as never).after.status).toBe(
            "done",
          );
    }
  });
});
