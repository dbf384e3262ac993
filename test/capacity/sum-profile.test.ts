import { expect, it } from "vitest";
import { profileTable } from "./profile.ts";
import { type CpuProfile, sumProfile } from "./sum-profile.ts";

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url },
  children,
});
/** 1 root, 2 idle, 3 collection, 4 the detector that runs 5 the runtime, in which 6 is native; 7 a frame of ours. */
const profile: CpuProfile = {
  nodes: [
    node(1, "(root)", "", [2, 3, 4, 7]),
    node(2, "(idle)", ""),
    node(3, "(garbage collector)", ""),
    node(4, "work", "file:///a/src/voice/silero.ts", [5]),
    node(5, "run", "file:///a/node_modules/onnxruntime-node/dist/backend.js", [6]),
    node(6, "", ""),
    node(7, "send", "file:///a/node_modules/ws/lib/sender.js"),
  ],
  samples: [2, 3, 4, 5, 6, 7],
  timeDeltas: [100_000, 400_000, 100_000, 50_000, 100_000, 200_000, 50_000],
};

it("gives each sample's time to the module that it was in, native code to its caller, and idle time to nobody", () => {
  expect(sumProfile(profile)).toEqual([
    { module: "Silero: ONNX runtime", self: 300_000 },
    { module: "garbage collection", self: 100_000 },
    { module: "src/voice", self: 50_000 },
    { module: "WebSocket (ws)", self: 50_000 },
  ]);
});

it("shows the share of the work, and the time that each second of each call takes", () => {
  expect(profileTable(profile, 2).map((line) => line.replaceAll(/\s+/g, " "))).toEqual([
    "| what | share | ms a call-second |",
    "| -------------------- | ------- | ---------------- |",
    "| Silero: ONNX runtime | 60.0 % | 150.00 |",
    "| garbage collection | 20.0 % | 50.00 |",
    "| src/voice | 10.0 % | 25.00 |",
    "| WebSocket (ws) | 10.0 % | 25.00 |",
    "| all others | 0.0 % | 0.00 |",
    "| in all | 100.0 % | 250.00 |",
  ]);
});
