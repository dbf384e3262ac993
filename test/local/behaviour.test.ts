import { expect, test } from "vitest";
import { chatFaultsOf, faultsOf, parseBehaviour } from "#src/local/behaviour.ts";

test("what is left out has a default", () => {
  expect(parseBehaviour({ llm: { firstTokenMs: 900 } })).toEqual({
    stt: { interimMs: 100, finalMs: 250, jitterMs: 0, faults: [] },
    llm: { firstTokenMs: 900, perTokenMs: 15, jitterMs: 0, faults: [] },
    tts: { firstByteMs: 150, timesRealTime: 10, jitterMs: 0, faults: [] },
    transcription: { latencyMs: 500, jitterMs: 0, faults: [] },
    aura: { firstByteMs: 200, timesRealTime: 10, jitterMs: 0, faults: [] },
  });
});

test.for([
  [{ tts: { firstByte: 3 } }, 'Unrecognized key: "firstByte"'],
  [{ llm: { faults: [{ kind: "silent" }] } }, "llm.faults[0].kind"],
  [{ tts: { faults: [{ kind: "malformed", how: "noAlternatives" }] } }, "tts.faults[0].how"],
  [{ tts: { faults: [{ kind: "stall", model: "tts-1" }] } }, 'Unrecognized key: "model"'],
  [{ stt: { faults: [{ kind: "status", status: 200 }] } }, "stt.faults[0].status"],
  [{ stt: { faults: [{ kind: "drop", from: 3, to: 2 }] } }, "`to` must not be less than `from`"],
] as const)("%j is refused", ([input, message]) => {
  expect(() => parseBehaviour(input)).toThrow(message);
});

test("a fault strikes the requests that it names, and slowness goes with any other fault", () => {
  const { faults } = parseBehaviour({
    tts: {
      faults: [
        { kind: "slow", ms: 100 },
        { kind: "stall", from: 2, to: 3 },
        { kind: "slow", ms: 50, from: 3 },
      ],
    },
  }).tts;
  expect([1, 2, 3, 4].map((request) => faultsOf(faults, request))).toEqual([
    { fault: undefined, slowMs: 100 },
    { fault: { kind: "stall", from: 2, to: 3 }, slowMs: 100 },
    { fault: { kind: "stall", from: 2, to: 3 }, slowMs: 150 },
    { fault: undefined, slowMs: 150 },
  ]);
});

test("a fault of one model leaves the other alone, and counts that model's requests", () => {
  const { faults } = parseBehaviour({
    llm: {
      faults: [
        { kind: "stall", model: "gpt-4o", from: 2 },
        { kind: "drop", model: "gpt-4o-mini" },
      ],
    },
  }).llm;
  const struck = [["gpt-4o"], ["gpt-4o-mini", "gpt-4o"], ["gpt-4o", "gpt-4o"], ["gpt-4o", "gpt-4o-mini"]];
  expect(struck.map((models) => chatFaultsOf(faults, models).fault?.kind)).toEqual([
    undefined,
    undefined,
    "stall",
    "drop",
  ]);
});
