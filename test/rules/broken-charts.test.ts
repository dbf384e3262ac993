import type { AnyStateMachine } from "xstate";
import { describe, expect, it } from "vitest";
import { callMachine } from "#machines/call/machine.ts";
import { lintChart } from "../machines/lint-chart.ts";
import { counterexample, explain } from "../machines/graph/check-rules.ts";
import { explore } from "../machines/graph/explore.ts";
import { mutantsOf } from "../machines/graph/mutants.ts";
import { slices } from "../machines/graph/slices.ts";
import { rules } from "#src/rules/rules.ts";

/** The call chart with one slip of the hand. */
function broken(...slips: readonly string[]): AnyStateMachine {
  return slips.reduce<AnyStateMachine>((machine, name) => {
    const mutant = mutantsOf(machine).find((one) => one.name === name);
    if (mutant === undefined) throw new Error(`there is no slip '${name}'`);
    return mutant.build();
  }, callMachine);
}

/** What the rules say of it in this slice. */
function complaints(machine: AnyStateMachine, sliceName: string): string[] {
  const slice = slices.find(({ name }) => name === sliceName);
  if (slice === undefined) throw new Error(`there is no slice '${sliceName}'`);
  const graph = explore(machine, slice);
  return rules.flatMap((rule) => counterexample(graph, rule) ?? []).map(explain);
}

describe("a broken chart is named, with the way there", () => {
  it("when hanging up does not end the call", () => {
    const machine = broken("drops call.hungUp #1 in call.live");
    expect(complaints(machine, "the caller asks for a human")[0]).toMatch(
      /^hanging up ends the call from anywhere: the call went on \(the caller asks for a human\)\n(?: {2}\{.*\}\n)* {2}\{"type":"call.hungUp","by":"caller"\}$/,
    );
  });

  it("when a delay's name is missing", () => {
    const { SPEECH_LIMIT: _missing, ...delays } = callMachine.implementations.delays;
    const machine = callMachine.provide({});
    Object.assign(machine.implementations, { delays });
    expect(lintChart(machine)).toContain("speaking: unknown or unnamed delay 'SPEECH_LIMIT'");
  });

  it("when a voice that fails is not answered for", () => {
    const machine = broken(
      "drops provider.failed #2 in responding",
      "drops provider.failed #1 in responding",
    );
    const found = complaints(machine, "providers fail in the middle of a turn");
    expect(found.join("\n\n")).toMatch(
      /^no provider's failure is unhandled: live\.turn does nothing about a failure of tts/m,
    );
  });

  it("when the caller's voice does not silence us", () => {
    const machine = broken("leaves out pausePlayout at entry in interrupted");
    expect(complaints(machine, "the caller interrupts a reply with words")[0]).toMatch(
      /^the caller's first voiced frame silences us in the same step: our voice goes on/,
    );
  });

  it("when an instruction that is owed gives way to a goodbye", () => {
    const machine = broken("drops safety.owed #0 in call.live.turn");
    expect(complaints(machine, "a hazard is heard during a reply")[0]).toMatch(
      /^a hazard heard is warned about before anything else is said.*: reply is said while medical is owed/,
    );
  });

  it("when a guess lets its reply go", () => {
    const machine = broken("negates the guard of always #1 in call.live.turn.responding.endpointing.paused");
    expect(complaints(machine, "the caller takes the floor")[0]).toMatch(
      /^speculation reaches no tool and no webhook: a guess is let go/,
    );
  });
});
