import { describe, expect, test } from "vitest";
import type { AudioFrame } from "#src/call/ports.ts";
import { openCallerLine } from "#src/simulate/caller-line.ts";
import { speakLine } from "#src/simulate/speech.ts";
import { agentFrame, rms, silentFrame, tone, toneVoice } from "./sounds.ts";
import { VirtualTimers } from "./virtual-timers.ts";

function open(noise = new Int16Array(320)) {
  const timers = new VirtualTimers();
  const line = openCallerLine({ timers, noise });
  const frames: { at: number; frame: AudioFrame }[] = [];
  const start = timers.now();
  line.subscribe((frame) => frames.push({ at: timers.now() - start, frame }));
  return { timers, line, frames, start };
}

const say = (text: string) => speakLine(text, { synthesize: toneVoice, telephone: false, seed: 1 });

describe("the caller's half", () => {
  test("delivers 320 samples when each 20 ms are over", async () => {
    const { timers, frames } = open();
    await timers.advance(100);
    expect(frames.map(({ at, frame }) => [at, frame.length])).toEqual(
      [20, 40, 60, 80, 100].map((at) => [at, 320]),
    );
  });

  test("makes up for a late timer and keeps to the grid", async () => {
    const { timers, frames } = open();
    await timers.advance(20);
    timers.stall(53);
    await timers.advance(27);
    expect(frames.map(({ at }) => at)).toEqual([20, 73, 73, 80, 100]);
  });

  test("begins a line at the very sample and knows when it was voiced", async () => {
    const { timers, line, frames, start } = open();
    await timers.advance(25);
    expect(line.say(await say("ab {pause 100} c"))).toEqual({ from: start + 25, to: start + 425 });
    await timers.advance(500);
    expect(line.truth().caller).toEqual([
      { kind: "words", text: "ab", from: start + 25, to: start + 225 },
      { kind: "words", text: "c", from: start + 325, to: start + 425 },
    ]);
    const second = frames[1]?.frame ?? new Int16Array();
    expect(second.findIndex((sample) => sample !== 0)).toBe(5 * 16);
  });

  test("says the next line after the one before", async () => {
    const { timers, line, start } = open();
    line.say(await say("ab"));
    expect(line.say(await say("c"))).toEqual({ from: start + 200, to: start + 300 });
    await timers.advance(400);
    expect(line.truth().caller.map(({ text }) => text)).toEqual(["ab", "c"]);
  });

  test("is silent from the moment at which it is cut", async () => {
    const { timers, line, frames, start } = open();
    line.say(await say("abc {pause 100} d"));
    await timers.advance(150);
    line.cut();
    await timers.advance(500);
    expect(line.truth().caller).toEqual([{ kind: "words", text: "abc", from: start, to: start + 150 }]);
    expect(frames.slice(8).every(({ frame }) => frame.every((sample) => sample === 0))).toBe(true);
  });

  test("has noise under the voice and between the lines, clipped at full scale", async () => {
    const { timers, line, frames } = open(new Int16Array(320).fill(30_000));
    await timers.advance(20);
    line.say(await say("a"));
    await timers.advance(20);
    expect(frames[0]?.frame.every((sample) => sample === 30_000)).toBe(true);
    expect(Math.max(...(frames[1]?.frame ?? []))).toBe(32_767);
  });

  test("stops when the line is closed", async () => {
    const { timers, line, frames } = open();
    await timers.advance(40);
    line.close();
    await timers.advance(100);
    expect(frames.length).toBe(2);
    expect(timers.pending).toBe(0);
  });
});

describe("the agent's half", () => {
  test("lies at the moment of writing, and without a gap where frames follow each other", async () => {
    const { timers, line, start } = open();
    await timers.advance(10);
    line.write(agentFrame());
    await timers.advance(27);
    line.write(agentFrame());
    await timers.advance(200);
    line.write(agentFrame());
    expect(line.truth().agent).toEqual([
      { from: start + 10, to: start + 50 },
      { from: start + 237, to: start + 257 },
    ]);
    expect(line.agentLastAudibleAt()).toBe(start + 257);
  });

  test("counts audible frames only", () => {
    const { line } = open();
    expect(line.agentLastAudibleAt()).toBe(Number.NEGATIVE_INFINITY);
    for (const frame of [silentFrame(), agentFrame(), silentFrame(), agentFrame()]) line.write(frame);
    expect(line.agentAudibleMs()).toBe(40);
  });

  test("keeps its own copy of a frame", async () => {
    const { timers, line } = open();
    const frame = agentFrame();
    line.write(frame);
    frame.fill(0);
    await timers.advance(20);
    expect(channel(line.recording(), 1).some((sample) => sample !== 0)).toBe(true);
  });
});

describe("the recording", () => {
  test("is a 24 kHz stereo WAV, caller left, agent right, each in its place", async () => {
    const { timers, line } = open();
    line.say(await say("a"));
    await timers.advance(200);
    line.write(agentFrame());
    await timers.advance(100);
    const wav = line.recording();
    expect(wav.toString("latin1", 0, 4) + wav.toString("latin1", 8, 16)).toBe("RIFFWAVEfmt ");
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([2, 24_000, 16]);
    expect([wav.readUInt32LE(4), wav.readUInt32LE(40)]).toEqual([wav.length - 8, wav.length - 44]);
    expect(wav.length).toBe(44 + 300 * 24 * 4);
    const [caller, agent] = [channel(wav, 0), channel(wav, 1)];
    const voice = tone(440, 2, 16_000);
    const interpolated = Math.round(((voice[0] ?? 0) + 2 * (voice[1] ?? 0)) / 3);
    expect(rms(caller.subarray(0, 2_400))).toBeCloseTo(8_000 / Math.sqrt(2), -2);
    expect(caller[1]).toBe(interpolated);
    expect(caller.subarray(2_401).every((sample) => sample === 0)).toBe(true);
    expect(agent.subarray(4_800, 5_280)).toEqual(agentFrame());
    expect(agent.subarray(0, 4_800).every((sample) => sample === 0)).toBe(true);
  });
});

function channel(wav: Buffer, index: 0 | 1): Int16Array {
  return Int16Array.from({ length: (wav.length - 44) / 4 }, (_, pair) =>
    wav.readInt16LE(44 + pair * 4 + index * 2),
  );
}
