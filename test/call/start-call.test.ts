import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallLogEntry } from "#src/call/handle.ts";
import { type Dialogue, ReplyFailed, type ReplyPart, type ReplyRequest } from "#src/call/ports.ts";
import { startCall } from "#src/call/start-call.ts";
import { meterUsage } from "#src/call/usage.ts";
import { fakePorts } from "./fake-ports.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

let calls = 0;
function greeted(dialogue: Partial<Dialogue> = {}) {
  const fake = fakePorts(dialogue);
  const log: CallLogEntry[] = [];
  const handle = startCall({
    input: {
      callId: `call-${++calls}`,
      callerNumber: "+15555550142",
      ladder: ["+15555550111"],
      asksForRecording: false,
      endpointing: { minMs: 300, maxMs: 1800 },
      repromptMs: 7000,
      limitMs: 1_800_000,
    },
    ports: fake.ports,
    metadata: { dialled_number: "+15555550100" },
  });
  handle.observe((entry) => log.push(entry));
  handle.send({ type: "call.answered", at: performance.now() });
  fake.last().heard = { text: "Hello.", complete: true, playedMs: 500 };
  fake.last().events.finished(performance.now(), true);
  const says = async (text: string) => {
    const at = performance.now();
    fake.send({ type: "vad.speechStarted", at, voicedAt: at }, { type: "stt.final", at, text });
    fake.send({ type: "vad.speechEnded", at, voicedUntil: at });
    await vi.advanceTimersByTimeAsync(1000);
  };
  const turns = () =>
    log.filter((entry) => entry.kind === "turn").map(({ speaker, text }) => `${speaker}: ${text}`);
  const problems = () => log.filter((entry) => entry.kind === "problem").map(({ reason }) => reason);
  return { ...fake, handle, log, says, turns, problems };
}

const once = (...rounds: (ReplyPart[] | Error)[]) => {
  const requests: ReplyRequest[] = [];
  const reply: Dialogue["reply"] = async function* (request) {
    requests.push(request);
    const round = rounds.shift() ?? [];
    if (round instanceof Error) throw round;
    yield* round;
  };
  return { reply, requests };
};
const text = (words: string): ReplyPart => ({ type: "text", text: words });
const toolCall = (name: string): ReplyPart => ({
  type: "toolCall",
  call: { id: name, name, arguments: "{}" },
});

describe("a call", () => {
  it("tells the outside how it goes, numbered and in order, and releases what it held", async () => {
    const call = greeted();
    await call.says("A pipe burst.");
    call.last().events.started(performance.now());
    call.last().heard = { text: "I see.", complete: false, playedMs: 300 };
    call.handle.send({ type: "call.hungUp", by: "caller" });
    expect(await call.handle.ended).toBe("callerHungUp");
    expect(
      call.sent.map(({ event_type, data }) => [event_type, "turn_index" in data ? data.turn_index : "-"]),
    ).toEqual([
      ["call_initiated", "-"],
      ["utterance", 0],
      ["utterance", 1],
      ["utterance", 2],
      ["call_ended", "-"],
    ]);
    expect(call.sent.at(-1)?.data).toMatchObject({ total_turns: 3, final_stage: "safetyCheck" });
    expect(call.turns()).toEqual(["agent: Hello.", "tenant: A pipe burst.", "agent: I see."]);
    expect(call.asked).toEqual(["askEndOfTurn", "close voice", "close hearing"]);
    expect(call.last().dropped).toBe(true);
  });

  it("tells with each turn of the agent what was used since the one before, and at the end all of it", async () => {
    const call = greeted();
    const usage = meterUsage({ now: () => 0 });
    call.ports.usage = usage;
    usage.speaks("tts-1", 10).taken();
    await call.says("A pipe burst.");
    call.last().events.started(performance.now());
    call.last().heard = { text: "I see.", complete: false, playedMs: 300 };
    usage.speaks("tts-1", 5);
    call.handle.send({ type: "call.hungUp", by: "caller" });
    await call.handle.ended;
    expect(call.sent.map(({ data }) => ("usage" in data ? data.usage : "-"))).toEqual([
      "-",
      "-",
      "-",
      { tts_characters: { "tts-1": 10 } },
      { livekit_seconds: 0, tts_characters: { "tts-1": 15 } },
    ]);
  });

  it("hands the history to the model: what was heard, not what was generated", async () => {
    const call = greeted();
    await call.says("A pipe burst.");
    expect(call.requests.at(-1)).toMatchObject({
      brain: "model",
      situation: { stage: "welcome", expects: "story" },
    });
    call.last().events.started(performance.now());
    call.last().heard = { text: "I see.", complete: false, playedMs: 300 };
    call.send({ type: "vad.speechStarted", at: performance.now(), voicedAt: performance.now() });
    await call.says("In the kitchen.");
    expect(call.requests.at(-1)?.history).toEqual([
      { role: "agent", text: "Hello.", interrupted: false },
      { role: "tenant", text: "A pipe burst." },
      { role: "agent", text: "I see.", interrupted: true },
      { role: "tenant", text: "In the kitchen." },
    ]);
  });

  it("says the reply a sentence at a time, held until the turn is taken", async () => {
    const call = greeted();
    const at = performance.now();
    call.send(
      { type: "vad.speechStarted", at, voicedAt: at },
      { type: "stt.final", at, text: "A pipe burst." },
    );
    call.send({ type: "vad.paused", at, voicedUntil: at });
    await vi.advanceTimersByTimeAsync(0);
    expect(call.last()).toMatchObject({
      pieces: ["I see.", "What is the address?"],
      released: false,
      ended: true,
    });
    call.send({ type: "vad.speechEnded", at, voicedUntil: at });
    await vi.advanceTimersByTimeAsync(1000);
    expect(call.last().released).toBe(true);
  });

  it("does not keep a whole sentence waiting for a tool's arguments", async () => {
    const call = greeted({
      async *reply() {
        yield text("Let me look.");
        await new Promise((resolve) => setTimeout(resolve, 500));
        yield text(" Or not.");
      },
    });
    const at = performance.now();
    call.send({ type: "vad.speechStarted", at, voicedAt: at }, { type: "stt.final", at, text: "Unit 4B." });
    call.send({ type: "vad.paused", at, voicedUntil: at });
    await vi.advanceTimersByTimeAsync(100);
    expect(call.last().pieces).toEqual(["Let me look."]);
    await vi.advanceTimersByTimeAsync(500);
    expect(call.last().pieces).toEqual(["Let me look.", "Or not."]);
  });

  it("runs tools one after the other and tells their results to the next round", async () => {
    const { reply, requests } = once(
      [text("Let me look. "), toolCall("findProperty"), toolCall("recordDetails")],
      [text("Found it.")],
    );
    const call = greeted({
      reply,
      runTool: async ({ name }) => ({
        result: `${name} ran`,
        events: name === "recordDetails" ? [{ type: "facts.recorded", facts: { unit: "4B" } }] : [],
        followUp: name === "findProperty",
      }),
    });
    await call.says("Unit 4B.");
    expect(call.last()).toMatchObject({ pieces: ["Let me look.", "Found it."], ended: true });
    expect(requests[1]?.history.slice(1)).toEqual([
      { role: "tenant", text: "Unit 4B." },
      { role: "agent", text: "Let me look.", interrupted: false },
      {
        role: "tool",
        call: { id: "findProperty", name: "findProperty", arguments: "{}" },
        result: "findProperty ran",
      },
      {
        role: "tool",
        call: { id: "recordDetails", name: "recordDetails", arguments: "{}" },
        result: "recordDetails ran",
      },
    ]);
    expect(requests[1]?.situation.facts).toEqual({ unit: "4B" });
    expect(call.handle.view().facts).toEqual({ unit: "4B" });
  });

  it("tells the next round of a tool that ran before the model had finished the round that asked for it", async () => {
    const requests: ReplyRequest[] = [];
    const call = greeted({
      async *reply(request) {
        requests.push(request);
        if (requests.length > 1) return yield text("Found it.");
        yield toolCall("findProperty");
        await new Promise((resolve) => setTimeout(resolve, 500));
      },
      runTool: async () => ({ result: "found", events: [], followUp: true }),
    });
    await call.says("Unit 4B.");
    expect(requests[1]?.history.at(-1)).toMatchObject({ role: "tool", result: "found" });
  });

  it("does not measure the answer to words that had to wait for a safety instruction", async () => {
    const call = greeted({ hazardsIn: (words) => (words.includes("sparks") ? ["electrical"] : []) });
    const at = performance.now();
    call.send(
      { type: "vad.speechStarted", at, voicedAt: at },
      { type: "stt.final", at, text: "There are sparks." },
    );
    call.send({ type: "vad.speechEnded", at, voicedUntil: at });
    await vi.advanceTimersByTimeAsync(100);
    call.last().events.started(performance.now());
    await vi.advanceTimersByTimeAsync(5000);
    call.last().events.finished(performance.now(), true);
    await vi.advanceTimersByTimeAsync(1000);
    call.last().events.started(performance.now());
    call.last().heard = { text: "I see.", complete: true, playedMs: 300 };
    call.last().events.finished(performance.now(), true);
    const answer = call.log.findLast((entry) => entry.kind === "turn");
    expect(answer).toMatchObject({ text: "I see." });
    expect(answer).not.toHaveProperty("latency");
  });

  it("does not ask the model again for tools that answer nothing, once it has spoken", async () => {
    const { reply, requests } = once([text("Thank you. "), toolCall("recordDetails")]);
    const call = greeted({ reply });
    await call.says("Unit 4B.");
    expect([requests.length, call.last().pieces, call.last().ended]).toEqual([1, ["Thank you."], true]);
  });

  it("goes on without a tool that fails", async () => {
    const { reply, requests } = once([toolCall("findProperty")], [text("Where is that?")]);
    const call = greeted({ reply, runTool: () => Promise.reject(new TypeError("secret")) });
    await call.says("Unit 4B.");
    expect(requests[1]?.history.at(-1)).toMatchObject({ result: "The tool failed; go on without it." });
    expect(call.problems()).toEqual(["tool findProperty: TypeError"]);
    expect(call.last().pieces).toEqual(["Where is that?"]);
  });

  it("stops a model that calls tools for ever", async () => {
    let rounds = 0;
    const call = greeted({
      async *reply() {
        rounds++;
        yield toolCall("findProperty");
      },
      runTool: async () => ({ result: "", events: [], followUp: true }),
    });
    await call.says("Unit 4B.");
    expect([rounds, call.last().ended]).toEqual([5, true]);
  });

  it.each([
    ["that is out of reach", new ReplyFailed("status 500"), "reply: status 500"],
    ["that breaks", new TypeError("words of the caller"), "reply: unexpected error"],
    ["that says nothing", [], "reply: empty reply"],
  ])("answers by the second one for a model %s", async (_, first, problem) => {
    const { reply, requests } = once(first, [text("I see.")]);
    const call = greeted({ reply });
    await call.says("A pipe burst.");
    expect(requests.map(({ brain }) => brain)).toEqual(["model", "secondModel"]);
    expect(requests[1]?.history.at(-1)).toEqual({ role: "tenant", text: "A pipe burst." });
    expect(call.problems()).toEqual([problem]);
    expect(call.sent.map(({ event_type }) => event_type)).toContain("provider_degraded");
  });

  it("tells that the model works again when it is tried anew", async () => {
    const { reply } = once(new ReplyFailed("status 500"), [text("I see.")], [text("Yes.")]);
    const call = greeted({ reply });
    await call.says("A pipe burst.");
    call.last().events.started(performance.now());
    call.last().events.finished(performance.now(), true);
    await vi.advanceTimersByTimeAsync(15_000);
    await call.says("Hello?");
    expect(call.handle.view().states).toContain("live.health.llm.working");
  });

  it("warns of a hazard in an interim before anything else, once", async () => {
    const call = greeted({ hazardsIn: (words) => (words.includes("gas") ? ["gas"] : []) });
    const at = performance.now();
    call.send(
      { type: "vad.speechStarted", at, voicedAt: at },
      { type: "stt.interim", at, text: "I smell gas" },
    );
    expect(call.last().pieces).toEqual(["<safety.gas>"]);
    call.send({ type: "stt.final", at, text: "I smell gas here." });
    expect(call.utterances.filter(({ pieces }) => pieces[0] === "<safety.gas>").length).toBe(1);
    expect(call.sent.map(({ event_type }) => event_type)).toEqual([
      "call_initiated",
      "utterance",
      "hazard_detected",
    ]);
  });

  it("goes on when a port throws, and says which", async () => {
    const call = greeted({
      hazardsIn: () => {
        throw new RangeError("words of the caller");
      },
    });
    call.ports.outbox.enqueue = () => {
      throw new TypeError("words of the caller");
    };
    await call.says("A pipe burst.");
    expect(call.handle.view().states).toContain("live.turn.responding.thinking");
    expect(call.problems()).toEqual(["hazardsIn: RangeError", "recordTenantTurn: TypeError"]);
  });

  it("drops an observer that throws, and goes on", async () => {
    const call = greeted();
    const observer = vi.fn(() => {
      throw new Error("broken");
    });
    call.handle.observe(observer);
    await call.says("A pipe burst.");
    expect(observer).toHaveBeenCalledOnce();
    expect(call.turns()).toContain("tenant: A pipe burst.");
  });

  it("is deaf to everything after its end, and may not share its id while it goes on", async () => {
    const call = greeted();
    const again = () =>
      startCall({
        input: {
          callId: call.handle.id,
          ladder: [],
          asksForRecording: false,
          endpointing: { minMs: 300, maxMs: 1800 },
          repromptMs: 7000,
          limitMs: 1_800_000,
        },
        ports: fakePorts().ports,
        metadata: {},
      });
    expect(again).toThrow(
      `A call with the id ${call.handle.id} is already going on; every call needs its own id.`,
    );
    call.handle.send({ type: "call.hungUp", by: "caller" });
    await call.handle.ended;
    call.handle.send({ type: "call.hungUp", by: "network" });
    expect(call.handle.view()).toMatchObject({ status: "done", states: ["ended"], outcome: "callerHungUp" });
    expect(again).not.toThrow();
  });

  it("puts the caller through to a human when the chart itself breaks", async () => {
    const call = greeted();
    call.send({
      type: "dtmf.pressed",
      get digit(): string {
        throw new TypeError("no such digit");
      },
    });
    expect(await call.handle.ended).toBe("withHuman");
    expect(call.asked).toContain("transfer +15555550111");
  });
});

describe("a turn's latency", () => {
  it("counts every stage from the last voiced sample, and comes with the agent's turn", async () => {
    const call = greeted();
    const from = performance.now();
    call.send({ type: "vad.speechStarted", at: from - 500, voicedAt: from - 560 });
    await vi.advanceTimersByTimeAsync(200);
    call.send({ type: "stt.final", at: from + 200, text: "A pipe burst." });
    call.send({ type: "vad.paused", at: from + 200, voicedUntil: from });
    await vi.advanceTimersByTimeAsync(100);
    call.last().events.firstAudio(from + 300);
    call.send({ type: "vad.speechEnded", at: from + 300, voicedUntil: from });
    await vi.advanceTimersByTimeAsync(400);
    call.last().events.started(from + 700);
    call.last().heard = { text: "I see.", complete: true, playedMs: 300 };
    call.last().events.finished(from + 1000, true);
    expect(call.log.findLast((entry) => entry.kind === "turn")).toMatchObject({
      latency: { wait_ms: 700, stt_final_ms: 200, vad_ms: 300, first_audio_ms: 300, end_of_turn_ms: 630 },
    });
  });
});
