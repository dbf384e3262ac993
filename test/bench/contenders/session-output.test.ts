import { initializeLogger } from "@livekit/agents";
import { AudioFrame } from "@livekit/rtc-node";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pass, ramp, recordingSink } from "../../voice/sound.ts";
import { sampleRate } from "./line-player.ts";
import { SessionOutput } from "./session-output.ts";

beforeEach(() => {
  initializeLogger({ pretty: false, level: "fatal" });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const second = ramp(sampleRate);

function open() {
  const sink = recordingSink();
  const output = new SessionOutput(sink);
  const events: unknown[] = [];
  output.on("playbackStarted", () => events.push("started"));
  output.on("playbackFinished", (event) => events.push(event));
  const capture = (samples: Int16Array) =>
    output.captureFrame(new AudioFrame(Int16Array.from(samples), sampleRate, 1, samples.length));
  return { sink, output, events, capture };
}

it("plays a segment in real time, from pieces of any length, and tells when it was heard to its end", async () => {
  const { sink, output, events, capture } = open();
  await capture(second.subarray(0, 7000));
  await capture(second.subarray(7000));
  output.flush();
  pass(490);
  expect([sink.frames.length, events]).toEqual([25, ["started"]]);
  pass(520);
  expect(sink.samples()).toEqual([...second]);
  expect(events).toEqual(["started", { playbackPosition: 1, interrupted: false }]);
});

it("fills the last frame up with silence", async () => {
  const { sink, output, capture } = open();
  await capture(second.subarray(0, 500));
  output.flush();
  pass(60);
  expect(sink.samples()).toEqual([...second.subarray(0, 500), ...new Int16Array(460)]);
});

it("falls silent within the frame when paused, and goes on with the next sample", async () => {
  const { sink, output, events, capture } = open();
  await capture(second);
  output.flush();
  pass(205);
  output.pause();
  const played = sink.frames.length;
  pass(1000);
  expect(sink.frames.length).toBe(played);
  output.resume();
  pass(1000);
  expect(sink.samples()).toEqual([...second]);
  expect(events).toEqual(["started", { playbackPosition: 1, interrupted: false }]);
});

it("says nothing of a segment that comes while it is paused, until it is resumed", async () => {
  const { sink, output, events, capture } = open();
  output.pause();
  await capture(second);
  pass(100);
  expect([sink.frames.length, events]).toEqual([0, []]);
  output.resume();
  expect([sink.frames.length, events]).toEqual([1, ["started"]]);
});

it("drops what was not heard when it is cleared, and says how much was", async () => {
  const { sink, output, events, capture } = open();
  await capture(second);
  pass(95);
  output.clearBuffer();
  output.clearBuffer();
  pass(1000);
  expect(sink.samples()).toEqual([...second.subarray(0, 2400)]);
  expect(events).toEqual(["started", { playbackPosition: 0.1, interrupted: true }]);
  await capture(second.subarray(0, 480));
  output.flush();
  pass(40);
  expect(events.slice(2)).toEqual(["started", { playbackPosition: 0.02, interrupted: false }]);
});

it("waits for audio that is late, and plays it when it comes", async () => {
  const { sink, output, events, capture } = open();
  await capture(second.subarray(0, 480));
  pass(500);
  expect(events).toEqual(["started"]);
  await capture(second.subarray(480, 960));
  output.flush();
  pass(40);
  expect(sink.samples()).toEqual([...second.subarray(0, 960)]);
  expect(events).toEqual(["started", { playbackPosition: 0.04, interrupted: false }]);
});
