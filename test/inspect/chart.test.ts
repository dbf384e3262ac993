import { readFileSync } from "node:fs";
import { type AnyStateNode, createMachine, setup } from "xstate";
import { describe, expect, it } from "vitest";
import { callMachine } from "#machines/call/machine.ts";
import { drawChart } from "#src/inspect/chart/draw.ts";
import { mermaid } from "#src/inspect/chart/mermaid.ts";
import { mermaidOverview } from "#src/inspect/chart/mermaid-overview.ts";
import { chartModel, nodesOf } from "#src/inspect/chart/model.ts";
import { statelyConfig } from "#src/inspect/chart/stately.ts";

const door = setup({
  actions: { ring: () => {}, paint: (_args, _params: { colour: string }) => {} },
  guards: { unlocked: () => true },
  delays: { CLOSES: 1500, RECKONED: () => 1 },
}).createMachine({
  id: "door",
  initial: "shut",
  states: {
    shut: {
      description: "Nobody passes.",
      tags: "safe",
      entry: { type: "paint", params: { colour: "red" } },
      on: { push: { guard: "unlocked", target: "open" }, knock: { actions: "ring" } },
    },
    open: { id: "wide", after: { CLOSES: "shut", RECKONED: "gone" } },
    gone: { type: "final" },
  },
});

const model = chartModel(callMachine);
const states = nodesOf(model.root);

describe("the model of a machine", () => {
  it("has what is written, and not the timers into which XState translates it", () => {
    const node = { type: "atomic", tags: [], entry: [], exit: [], invoke: [], children: [] };
    expect(chartModel(door)).toEqual({
      root: {
        ...node,
        id: "door",
        path: "door",
        key: "door",
        type: "compound",
        initial: "door.shut",
        children: [
          {
            ...node,
            id: "door.shut",
            path: "door.shut",
            key: "shut",
            description: "Nobody passes.",
            tags: ["safe"],
            entry: [{ type: "paint", params: { colour: "red" } }],
          },
          { ...node, id: "wide", path: "door.open", key: "open" },
          { ...node, id: "door.gone", path: "door.gone", key: "gone", type: "final" },
        ],
      },
      transitions: [
        {
          id: "door.shut on 'push' #0",
          source: "door.shut",
          targets: ["wide"],
          kind: "event",
          event: "push",
          label: "push",
          guard: { type: "unlocked" },
          actions: [],
          reenter: false,
        },
        {
          id: "door.shut on 'knock' #0",
          source: "door.shut",
          targets: [],
          kind: "event",
          event: "knock",
          label: "knock",
          actions: [{ type: "ring" }],
          reenter: false,
        },
        {
          id: "wide on 'xstate.after.CLOSES.wide' #0",
          source: "wide",
          targets: ["door.shut"],
          kind: "after",
          event: "xstate.after.CLOSES.wide",
          label: "after CLOSES (1.5 s)",
          delay: { name: "CLOSES", ms: 1500 },
          actions: [],
          reenter: false,
        },
        {
          id: "wide on 'xstate.after.RECKONED.wide' #0",
          source: "wide",
          targets: ["door.gone"],
          kind: "after",
          event: "xstate.after.RECKONED.wide",
          label: "after RECKONED",
          delay: { name: "RECKONED" },
          actions: [],
          reenter: false,
        },
      ],
    });
  });
});

describe("the drawing of the call", () => {
  it("has each state and each written transition once, and for every named arrow one path", async () => {
    const svg = await drawChart(model);
    const found = (pattern: RegExp) => [...svg.matchAll(pattern)].map(([, one = ""]) => one).sort();

    expect(found(/data-state="([^"]*)"/g)).toEqual(states.map(({ id }) => id).sort());
    expect(found(/data-transition="([^"]*)"/g)).toEqual(model.transitions.map(({ id }) => id).sort());
    const paths = found(/<path class="arrow"[^>]* data-arrow="(\d+)"/g);
    expect(new Set(paths).size).toBe(paths.length);
    const named = found(/<g class="transition[^>]* data-arrow="(\d+)"/g);
    expect(named.filter((one) => !paths.includes(one))).toEqual([]);
  });

  it("is the one that is kept beside the machine, byte for byte", async () => {
    expect((await drawChart(model)) === readFileSync("machines/call/chart.svg", "utf8")).toBe(true);
  });

  it("bears the classes that it is given", async () => {
    const svg = await drawChart(chartModel(door), {
      classes: (id) => (id === "wide" || id.startsWith("door.shut on 'push'") ? "covered" : "uncovered"),
    });

    expect([...svg.matchAll(/class="([^"]*covered)"/g)].map(([, one]) => one)).toEqual([
      "state compound nest uncovered",
      "state atomic uncovered",
      "state atomic covered",
      "state final uncovered",
      "arrow covered",
      "arrow uncovered",
      "arrow uncovered",
      "transition event covered",
      "transition after uncovered",
      "transition after uncovered",
      "transition event uncovered",
    ]);
  });
});

describe("the configuration for Stately's editor", () => {
  it("makes a machine with the same states, transitions and names", () => {
    const config: unknown = JSON.parse(JSON.stringify(statelyConfig(model)));
    const machine = createMachine(config as Parameters<typeof createMachine>[0]);
    const { delays } = callMachine.implementations;

    expect(chartModel(machine.provide({ delays }))).toEqual(model);
  });
});

describe("the Mermaid of a machine", () => {
  it("has all of a small one", () => {
    expect(mermaid(chartModel(door))).toBe(`stateDiagram-v2
  [*] --> door_shut
  state "shut" as door_shut
  door_shut: entry / paint red
  door_shut: knock / ring
  state "open" as door_open
  state "gone" as door_gone
  door_shut --> door_open: push [unlocked]
  door_open --> door_shut: after CLOSES (1.5 s)
  door_open --> door_gone: after RECKONED
  door_gone --> [*]
`);
  });

  it("has every state of the call, and every transition by its label", () => {
    const text = mermaid(model);
    const missing = states
      .filter(({ id }) => id !== "call")
      .filter(({ path }) => !text.includes(` as ${path.replaceAll(".", "_")}`));

    expect(missing).toEqual([]);
    expect(model.transitions.filter(({ label }) => !text.includes(label))).toEqual([]);
  });

  it("tells of the call at a glance in less than a third of that", () => {
    expect(mermaidOverview(model).length).toBeLessThan(mermaid(model).length / 3);
  });
});

it("every node of the machine is in the model", () => {
  const all = (node: AnyStateNode): string[] => [node.id, ...Object.values(node.states).flatMap(all)];

  expect(states.map(({ id }) => id)).toEqual(all(callMachine.root));
});
