import { expect, it } from "vitest";
import { initialTransition, transition } from "xstate";
import { callMachine } from "#machines/call/machine.ts";
import { neverTaken } from "./walked.ts";
import "./taking-turns.cases.ts";
import "./replying.cases.ts";
import "./tools.cases.ts";
import "./phrases-and-silence.cases.ts";
import "./safety.cases.ts";
import "./intake.cases.ts";
import "./line.cases.ts";
import "./providers.cases.ts";

it("takes every transition that is written in the chart", () => {
  expect(neverTaken(callMachine)).toEqual([]);
});

it("runs without anything behind its names, as the inspector and the pure tests run it", () => {
  const input = {
    callId: "call-1",
    ladder: [],
    asksForRecording: false,
    endpointing: { minMs: 300, maxMs: 1800 },
    repromptMs: 7000,
    limitMs: 1_800_000,
  };
  const [ringing] = initialTransition(callMachine, input);
  const [live, actions] = transition(callMachine, ringing, { type: "call.answered", at: 0 });
  expect(live.value).toMatchObject({ live: { turn: { announcing: "playing" } } });
  expect(actions.map(({ type }) => type).filter((type) => !type.startsWith("xstate."))).toEqual([
    "sendCallInitiated",
    "startHearing",
  ]);
});
