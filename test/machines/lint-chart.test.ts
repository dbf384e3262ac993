import { createMachine, setup } from "xstate";
import { describe, expect, it } from "vitest";
import { callMachine } from "#machines/call/machine.ts";
import { lintChart } from "./lint-chart.ts";

describe("the call chart", () => {
  it("uses every name it has and none that it has not, nothing inline, and describes every state", () => {
    expect(lintChart(callMachine)).toEqual([]);
  });
});

describe("the chart lint", () => {
  const described = { description: "d" };

  it("finds an unknown action, guard, delay and actor", () => {
    const machine = createMachine({
      id: "m",
      ...described,
      initial: "a",
      states: {
        a: {
          ...described,
          entry: "nothing",
          invoke: { src: "nobody" },
          on: { go: { guard: "never", target: "a" } },
          after: { SOMETIME: "a" },
        },
      },
    });
    expect(lintChart(machine)).toEqual([
      "m.a: unknown action 'nothing'",
      "m.a: unknown guard 'never'",
      "m.a: unknown or unnamed delay 'SOMETIME'",
      "m.a: unknown actor 'nobody'",
    ]);
  });

  it("finds names that nothing uses", () => {
    const machine = setup({ actions: { never: () => {} }, delays: { LATER: 5 } }).createMachine({
      id: "m",
      ...described,
      initial: "a",
      states: { a: described },
    });
    expect(lintChart(machine)).toEqual(["nothing uses 'never' of actions", "nothing uses 'LATER' of delays"]);
  });

  it("finds inline actions and guards, numbers for delays, and states without a description", () => {
    const machine = setup({}).createMachine({
      id: "m",
      ...described,
      initial: "a",
      states: { a: { entry: () => {}, on: { go: { guard: () => true, target: "a" } }, after: { 100: "a" } } },
    });
    expect(lintChart(machine)).toEqual([
      "m.a: has no description",
      "m.a: inline action",
      "m.a: inline guard",
      "m.a: unknown or unnamed delay '100'",
    ]);
  });
});
