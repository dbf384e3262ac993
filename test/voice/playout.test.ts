import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AudioSink } from "#src/call/ports.ts";
import { Clip, firstWords } from "#src/voice/clip.ts";
import { Playout } from "#src/voice/playout.ts";
import { clock, pass, queueingSink, ramp, recordingSink } from "./sound.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A sentence of one second. */
const sentence = (text: string, from = 1): Clip => {
  const clip = new Clip(text);
  clip.append(ramp(24_000, from));
  clip.close();
  return clip;
};

const playing = (...clips: Clip[]) => playingInto(recordingSink(), ...clips);

function playingInto<Sink extends AudioSink>(sink: Sink, ...clips: Clip[]) {
  const events: string[] = [];
  const playout = new Playout(sink, clock, {
    started: () => events.push("started"),
    drained: () => events.push("drained"),
    finished: () => events.push("finished"),
    failed: (reason) => events.push(`failed ${reason}`),
  });
  for (const clip of clips) playout.queue(clip);
  return { sink, events, playout };
}

describe("playout", () => {
  it("holds everything back until it is released, then plays in real time", () => {
    const { sink, events, playout } = playing(sentence("One two three four."));
    pass(500);
    expect([sink.frames.length, events]).toEqual([0, []]);
    playout.release();
    expect([sink.frames.length, events]).toEqual([1, ["started"]]);
    pass(100);
    expect(sink.frames.length).toBe(6);
  });

  it("plays every sample once, in order, from clip to clip, and says when the last was heard", () => {
    const { sink, events, playout } = playing(sentence("One.", 1), sentence("Two.", 5000));
    playout.release();
    playout.end();
    pass(1990);
    expect(events).toEqual(["started"]);
    pass(20);
    expect(events).toEqual(["started", "finished"]);
    expect(sink.samples()).toEqual([...ramp(24_000, 1), ...ramp(24_000, 5000)]);
    expect(playout.heard()).toEqual({ text: "One. Two.", complete: true, playedMs: 2000 });
  });

  it("falls silent within the frame when paused, and goes on with the next sample", () => {
    const { sink, playout } = playing(sentence("One two three four."));
    playout.release();
    pass(200);
    const before = sink.frames.length;
    playout.pause();
    pass(1000);
    expect(sink.frames.length).toBe(before);
    playout.resume();
    pass(1000);
    expect(sink.samples()).toEqual([...ramp(24_000)]);
  });

  it("knows to 20 ms what was heard, cut at a word", () => {
    const { playout } = playing(sentence("One two three four five."));
    playout.release();
    pass(480);
    playout.drop();
    expect(playout.heard()).toEqual({ text: "One two", complete: false, playedMs: 500 });
  });

  it("waits for audio that has not arrived and goes on when it does", () => {
    const clip = new Clip("One two.");
    const { sink, events, playout } = playing(clip);
    playout.release();
    playout.end();
    pass(100);
    clip.append(ramp(500));
    playout.pump();
    pass(100);
    expect(sink.frames.length).toBe(1);
    clip.append(ramp(460, 501));
    clip.close();
    playout.pump();
    pass(60);
    expect([sink.samples(), events]).toEqual([[...ramp(960)], ["started", "drained", "started", "finished"]]);
  });

  it("fills the last frame up with silence", () => {
    const clip = new Clip("Short.");
    clip.append(ramp(100));
    clip.close();
    const { sink, playout } = playing(clip);
    playout.release();
    expect(sink.samples()).toEqual([...ramp(100), ...new Int16Array(380)]);
  });

  it("plays what came before a sentence that failed, then says so, and nothing after it", () => {
    const broken = new Clip("Two.");
    broken.fail("status 500");
    const { sink, events, playout } = playing(sentence("One."), broken, sentence("Three."));
    playout.release();
    playout.end();
    pass(3000);
    expect([sink.frames.length, events]).toEqual([50, ["started", "failed status 500"]]);
    expect(playout.heard().text).toBe("One.");
  });

  it("drops what is queued, for good", () => {
    const { sink, events, playout } = playing(sentence("One."));
    playout.release();
    playout.drop();
    playout.queue(sentence("Two."));
    pass(2000);
    expect([sink.frames.length, events]).toEqual([1, ["started"]]);
  });

  const filler = (): Clip => {
    const clip = new Clip("One moment.", false);
    clip.append(ramp(480, 9000));
    clip.close();
    return clip;
  };

  it("bridges a wait before the first word, and does not count the bridge as said", () => {
    const late = new Clip("Answer.");
    const { sink, playout } = playing(late);
    playout.release();
    playout.bridge(filler());
    pass(40);
    expect(playout.heard()).toEqual({ text: "", complete: false, playedMs: 20 });
    late.append(ramp(480));
    playout.pump();
    expect(sink.frames.map(([first]) => first)).toEqual([9000, 1]);
  });

  it("bridges the wait after what was said, and no wait while something is there to be said", () => {
    const { sink, events, playout } = playing(sentence("One."));
    playout.release();
    pass(500);
    playout.bridge(filler());
    pass(1000);
    expect([sink.frames.length, events]).toEqual([50, ["started", "drained"]]);
    playout.bridge(filler());
    pass(40);
    expect([sink.frames.length, events]).toEqual([51, ["started", "drained", "started", "drained"]]);
  });

  it("bridges a gap in the middle of a sentence, which goes on after it", () => {
    const slow = new Clip("One two three.");
    slow.append(ramp(480));
    const { sink, playout } = playing(slow);
    playout.release();
    pass(100);
    playout.bridge(filler());
    slow.append(ramp(480));
    pass(100);
    expect(sink.frames.map(([first]) => first)).toEqual([1, 9000, 1]);
  });

  it("goes on from the beginning of the clause that was interrupted", () => {
    const clause = (loudness: number) => new Int16Array(24_000).fill(loudness);
    const pause = new Int16Array(4800);
    const clip = new Clip("Leave the building now. Take everyone with you.");
    for (const piece of [clause(900), pause, clause(700)]) clip.append(piece);
    clip.close();
    const { sink, events, playout } = playing(clip);
    playout.release();
    playout.end();
    pass(1500);
    playout.pause();
    const before = sink.frames.length;
    playout.resumeClause();
    pass(20);
    expect(sink.frames[before]?.[0]).toBe(700);
    pass(900);
    expect(events).toEqual(["started"]);
    pass(200);
    expect(events).toEqual(["started", "finished"]);
  });
  it("ends an utterance without words at once", () => {
    const { events, playout } = playing();
    playout.release();
    playout.end();
    expect(events).toEqual(["finished"]);
  });
});

describe("what was heard of an unfinished sentence", () => {
  it("is guessed from its letters while its audio still arrives", () => {
    const clip = new Clip("One two three four five six seven.");
    clip.append(ramp(24_000));
    for (let frame = 0; frame < 50; frame++) clip.nextFrame();
    expect(clip.heardText()).toBe("One two three");
  });

  it("is whole words only", () => {
    expect([0, 0.3, 0.5, 1, 2].map((share) => firstWords("one two three", share))).toEqual([
      "",
      "one",
      "one",
      "one two three",
      "one two three",
    ]);
  });
});

describe("playout into a queue", () => {
  it("stays ahead by the lead", () => {
    const { sink, playout } = playingInto(queueingSink(40), sentence("One two three four."));
    playout.release();
    expect(sink.queuedMs()).toBe(60);
    pass(200);
    expect(sink.queuedMs()).toBeGreaterThanOrEqual(40);
    expect(sink.queuedMs()).toBeLessThanOrEqual(60);
  });

  it("is silent at once when paused, counts what was played, and goes on with the first sample not heard", () => {
    const { sink, playout } = playingInto(
      queueingSink(40),
      sentence("One two three four.", 1),
      sentence("Five six seven eight.", 5000),
    );
    playout.release();
    playout.end();
    pass(1010);
    playout.pause();
    const before = sink.heard().length;
    pass(300);
    expect(sink.heard()).toHaveLength(before);
    expect(playout.heard().playedMs).toBe(1000);
    playout.resume();
    pass(1500);
    expect(sink.heard().slice(0, 48_000)).toEqual([...ramp(24_000, 1), ...ramp(24_000, 5000)]);
  });

  it("takes back words of a clip that had already been written to its end", () => {
    const { sink, playout } = playingInto(queueingSink(40), sentence("One two three four."));
    playout.release();
    playout.end();
    pass(960);
    playout.pause();
    expect(playout.heard()).toMatchObject({ complete: false });
    expect(playout.heard().text).not.toContain("four.");
    playout.resume();
    pass(200);
    expect(sink.heard()).toEqual([...ramp(24_000, 1)]);
    expect(playout.heard()).toEqual({ text: "One two three four.", complete: true, playedMs: 1000 });
  });

  it("has finished when the last sample was played, not when it was written", () => {
    const { sink, events, playout } = playingInto(queueingSink(40), sentence("One two three four."));
    playout.release();
    playout.end();
    pass(970);
    expect(events).toEqual(["started"]);
    expect(sink.queuedMs()).toBeGreaterThan(0);
    pass(60);
    expect(events).toEqual(["started", "finished"]);
    playout.drop();
    expect(sink.heard()).toHaveLength(24_000);
  });

  it("leaves nothing behind when it is dropped", () => {
    const { sink, playout } = playingInto(queueingSink(40), sentence("One two three four."));
    playout.release();
    pass(100);
    playout.drop();
    expect(sink.queuedMs()).toBe(0);
  });
});
