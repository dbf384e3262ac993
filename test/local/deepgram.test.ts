import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import type { LocalEngines } from "#src/local/server.ts";
import { startLocalEngines } from "#src/local/server.ts";
import { chunk, openEars, talk } from "./plugins.ts";

let engines: LocalEngines;
let calls = 0;

beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: () => ({ text: "", toolCalls: [] }) });
});
afterAll(async () => engines.close());

/** A call whose plugin is connected, and whose audio flows unless it is `deaf`. */
async function openCall(behaviour: BehaviourInput = {}, { deaf = false } = {}) {
  calls += 1;
  const key = `call ${calls}`;
  const call = engines.call(key);
  call.configure(behaviour);
  const ears = openEars(engines, key);
  const hush = deaf ? () => {} : talk(ears.stream);
  await vi.waitFor(() => expect(call.requests.listen).toHaveLength(1));
  if (!deaf) await vi.waitFor(() => expect(call.requests.listen[0]?.audioBytes).toBeGreaterThan(0));
  return {
    ...ears,
    key,
    call,
    hush,
    [Symbol.dispose]: () => {
      hush();
      ears.stream.close();
      call.close();
    },
  };
}

/** A bare socket, for what the plugin does not show. */
async function openSocket(options = "") {
  calls += 1;
  const key = `socket-${calls}`;
  const call = engines.call(key);
  const query = `model=nova-3&encoding=linear16&sample_rate=16000&${options}`;
  const socket = new WebSocket(`${engines.deepgramUrl(key)}/v1/listen?${query}`);
  const messages: Record<string, unknown>[] = [];
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise((resolve) => socket.once("open", resolve));
  const timer = setInterval(() => socket.send(Buffer.alloc(640, 7)), 20);
  return {
    call,
    socket,
    messages,
    closed,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      call.close();
    },
  };
}

test.concurrent("a spoken sentence grows by interims and ends with a final", async () => {
  using call = await openCall();
  call.call.speech.say({ chunks: [chunk("My sink leaks.")] });
  await vi.waitFor(() => expect(call.heard).toHaveLength(6), 5_000);
  expect(call.heard).toEqual([
    { kind: "started" },
    { kind: "interim", text: "My" },
    { kind: "interim", text: "My sink" },
    { kind: "interim", text: "My sink leaks." },
    { kind: "final", text: "My sink leaks." },
    { kind: "ended" },
  ]);
});

test.concurrent("each chunk between two pauses has a final of its own", async () => {
  using call = await openCall();
  call.call.speech.say({ chunks: [chunk("It is the sink."), chunk("In the kitchen.", 900)] });
  await vi.waitFor(() => expect(call.finals()).toHaveLength(2), 5_000);
  expect(call.finals()).toEqual(["It is the sink.", "In the kitchen."]);
});

test.concurrent("no audio, no transcript", async () => {
  using call = await openCall({}, { deaf: true });
  using witness = await openCall();
  for (const { speech } of [call.call, witness.call]) speech.say({ chunks: [chunk("Can you hear me?")] });
  await vi.waitFor(() => expect(witness.finals()).toEqual(["Can you hear me?"]), 5_000);
  expect(call.heard).toEqual([]);
});

test.concurrent("words whose audio came before the connection are lost, the later ones are heard", async () => {
  using call = await openCall({}, { deaf: true });
  using witness = await openCall();
  for (const { speech } of [call.call, witness.call]) {
    speech.say({ chunks: [chunk("Lost."), chunk("Perhaps.", 1_000), chunk("Now it works.", 2_500)] });
  }
  // By the time the second is final, the first is too long ago for its audio to be merely late.
  await vi.waitFor(() => expect(witness.finals()).toEqual(["Lost.", "Perhaps."]), 5_000);
  const hush = talk(call.stream);
  await vi.waitFor(() => expect(call.finals().at(-1)).toBe("Now it works."), 5_000);
  hush();
  expect(call.finals()).not.toContain("Lost.");
});

test.concurrent("after a cut, words that were spoken get a final and the rest is never released", async () => {
  using call = await openCall();
  call.call.speech.say({ chunks: [chunk("There is water"), chunk("everywhere now", 500)] });
  await vi.waitFor(() => expect(call.heard).toContainEqual({ kind: "interim", text: "There is" }), 5_000);
  call.call.speech.cut();
  call.call.speech.say({ chunks: [chunk("goodbye", 700)] });
  await vi.waitFor(() => expect(call.finals()).toHaveLength(2), 8_000);
  expect(call.finals()[0]).toMatch(/^There is( water)?$/);
  expect(call.finals()[1]).toBe("goodbye");
});

test.concurrent("two calls on one server do not hear each other", async () => {
  using one = await openCall();
  using other = await openCall();
  one.call.speech.say({ chunks: [chunk("This is one.")] });
  other.call.speech.say({ chunks: [chunk("This is the other.")] });
  await vi.waitFor(() => expect([one.finals(), other.finals()].flat()).toHaveLength(2), 5_000);
  expect([one.finals(), other.finals()]).toEqual([["This is one."], ["This is the other."]]);
});

describe.concurrent("control messages", () => {
  test("Finalize splits what is being said, and keeps the latency of the final", async () => {
    using socket = await openSocket("interim_results=true&vad_events=true");
    socket.call.configure({});
    const saidAt = performance.now();
    socket.call.speech.say({ chunks: [chunk("one two three four five six seven eight nine ten")] });
    await vi.waitFor(() => expect(socket.messages.length).toBeGreaterThan(1), 5_000);
    socket.socket.send('{"type":"Finalize"}');
    const finals = () => socket.messages.filter((message) => message["is_final"] === true);
    await vi.waitFor(() => expect(finals()).toHaveLength(1), 5_000);
    // One word at least was spoken for 100 ms, and its final takes 250 ms more.
    expect(performance.now() - saidAt).toBeGreaterThan(345);
    expect(finals()[0]).toMatchObject({ type: "Results", speech_final: true, from_finalize: true });
    await vi.waitFor(() => expect(finals()).toHaveLength(2), 5_000);
    expect(finals()[1]).toMatchObject({ from_finalize: false });
    expect(finals().map(transcript).join(" ")).toBe("one two three four five six seven eight nine ten");
  });

  test("Finalize with nothing said is answered by empty results", async () => {
    using socket = await openSocket();
    socket.socket.send('{"type":"Finalize"}');
    await vi.waitFor(() => expect(socket.messages).toHaveLength(1));
    expect(socket.messages[0]).toMatchObject({ type: "Results", is_final: true, from_finalize: true });
    expect(socket.messages.map(transcript)).toEqual([""]);
  });

  test("CloseStream lets what was said have its final, then brings Metadata and code 1000", async () => {
    using socket = await openSocket("interim_results=true");
    socket.call.speech.say({ chunks: [chunk("I must go and never come back")] });
    await vi.waitFor(() => expect(socket.messages.length).toBeGreaterThan(0), 5_000);
    socket.socket.send('{"type":"KeepAlive"}');
    socket.socket.send('{"type":"CloseStream"}');
    expect(await socket.closed).toBe(1000);
    expect(socket.messages.at(-1)).toMatchObject({ type: "Metadata", channels: 1 });
    expect(socket.messages.at(-2)).toMatchObject({ type: "Results", is_final: true });
    const said = transcript(socket.messages.at(-2) ?? {});
    expect([said.slice(0, 1), "I must go and never come back".startsWith(said)]).toEqual(["I", true]);
    expect(socket.call.requests.listen[0]).toMatchObject({
      controls: ["KeepAlive", "CloseStream"],
      outcome: "complete",
    });
  });

  test("UtteranceEnd comes when it was asked for, once the caller has been silent for so long", async () => {
    using socket = await openSocket("utterance_end_ms=1000");
    socket.call.speech.say({ chunks: [chunk("That is"), chunk("all.", 600)] });
    await vi.waitFor(() => expect(socket.messages).toHaveLength(3), 5_000);
    expect(socket.messages.map((message) => message["type"])).toEqual(["Results", "Results", "UtteranceEnd"]);
  });

  test("a message that is no control message closes the socket", async () => {
    using socket = await openSocket();
    socket.socket.send("hello");
    expect(await socket.closed).toBe(1008);
  });
});

describe.concurrent("faults", () => {
  test("status: the upgrade is refused", async () => {
    using call = await openCall({ stt: { faults: [{ kind: "status", status: 503 }] } }, { deaf: true });
    await vi.waitFor(() => expect(call.errors).toHaveLength(1));
    expect(call.errors[0]).toMatchObject({ statusCode: 503 });
    expect(call.call.requests.listen[0]?.outcome).toBe("fault");
  });

  test.for(["stall", "silent"] as const)("%s: the socket opens and bears no transcript", async (kind) => {
    using call = await openCall({ stt: { faults: [{ kind }] } });
    using witness = await openCall();
    for (const { speech } of [call.call, witness.call]) speech.say({ chunks: [chunk("Hello?")] });
    await vi.waitFor(() => expect(witness.finals()).toEqual(["Hello?"]), 5_000);
    expect(call.heard).toEqual([]);
    expect(call.call.requests.listen).toHaveLength(1);
  });

  test.for(["drop", "malformed"] as const)(
    "%s: the first connection fails, the next one works",
    async (kind) => {
      using call = await openCall({ stt: { faults: [{ kind, to: 1 }] } });
      call.call.speech.say({ chunks: [chunk("Hello.")] });
      await vi.waitFor(() => expect(call.call.requests.listen[0]?.outcome).toBe("fault"), 5_000);
      expect(call.finals()).toEqual([]);
      call.hush();
      call.stream.close();
      const again = openEars(engines, call.key);
      const hush = talk(again.stream);
      // It is said until it is heard: what is said before the connection is open is lost.
      const heardAgain = () => {
        call.call.speech.say({ chunks: [chunk("Again.")] });
        expect(again.finals()).toContain("Again.");
      };
      await vi.waitFor(heardAgain, { timeout: 8_000, interval: 700 });
      hush();
      again.stream.close();
    },
  );

  test("slow: an interim that would come after its final is left out", async () => {
    using call = await openCall({ stt: { finalMs: 50, faults: [{ kind: "slow", ms: 300 }] } });
    call.call.speech.say({ chunks: [chunk("Well then.")] });
    await vi.waitFor(() => expect(call.finals()).toEqual(["Well then."]), 5_000);
    expect(call.heard).not.toContainEqual({ kind: "interim", text: "Well then." });
  });
});

function transcript(message: Record<string, unknown>): string {
  const { channel } = message as { channel?: { alternatives: { transcript: string }[] } };
  return channel?.alternatives[0]?.transcript ?? "";
}
