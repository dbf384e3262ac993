import { expect, test } from "vitest";
import { faultsOf, parseBehaviour } from "#src/local/behaviour.ts";

test("what is left out has a default", () => {
  expect(parseBehaviour({ llm: { firstTokenMs: 900 } })).toEqual({
    stt: { interimMs: 100, finalMs: 250, jitterMs: 0, faults: [] },
    llm: { firstTokenMs: 900, perTokenMs: 15, jitterMs: 0, faults: [] },
    tts: { firstByteMs: 150, jitterMs: 0, faults: [] },
  });
});

test.for([
  [{ tts: { firstByte: 3 } }, 'Unrecognized key: "firstByte"'],
  [{ llm: { faults: [{ kind: "silent" }] } }, "llm.faults[0].kind"],
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
