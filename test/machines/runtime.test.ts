import { expect, it } from "vitest";
import { callMachine } from "#machines/call/machine.ts";
import { transitionId } from "#src/inspect/transition-id.ts";
import { allNodes } from "./lint-chart.ts";
import { takenInCalls } from "./runtime/running-call.ts";
import "./runtime/taking-turns.cases.ts";
import "./runtime/replying.cases.ts";
import "./runtime/tools.cases.ts";
import "./runtime/phrases-and-silence.cases.ts";
import "./runtime/safety.cases.ts";
import "./runtime/intake.cases.ts";
import "./runtime/line.cases.ts";
import "./runtime/providers.cases.ts";

const written = allNodes(callMachine.root)
  .flatMap((node) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])])
  .map(transitionId);

it("takes every transition that is written in the chart, in the running call", () => {
  expect(written.filter((one) => !takenInCalls.has(one)).sort()).toEqual([]);
});
