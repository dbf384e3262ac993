import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Dialogue } from "#src/call/ports.ts";
import type { WatchedCall, WatchMessage } from "#src/inspect/watch/message.ts";
import { openWatchClient } from "#src/inspect/watch/watch-client.ts";
import {
  eyes,
  marker,
  markedNumber,
  openTestDoor,
  startWatchableCall,
  temporaryFolder,
} from "./watched-call.ts";

function watchedCall(dialogue: Partial<Dialogue> = {}) {
  const call = startWatchableCall(dialogue);
  const door = openTestDoor();
  door.add(call.handle);
  return { ...call, door, watch: () => eyes(door.folder, { watch: call.handle.id }) };
}

/** Says the marker wherever words can be said. */
const chatty: Partial<Dialogue> = {
  async *reply() {
    yield { type: "text", text: `Is it ${marker} Street?` };
    yield {
      type: "toolCall",
      call: { id: marker, name: `find${marker}`, arguments: `{"a":"${marker}"}` },
    };
  },
  async runTool() {
    return {
      result: `found ${marker}`,
      followUp: false,
      events: [
        {
          type: "facts.recorded",
          facts: {
            problem: marker,
            address: `12 ${marker} Street`,
            name: marker,
            trade: marker,
            callbackNumber: markedNumber.slice(1),
            accessNotes: marker,
            unit: marker,
            severity: marker,
            propertyId: marker,
          },
        },
      ],
    };
  },
};

/** Everything with the marker that the outside may tell a call. */
function tellEverything({ handle }: ReturnType<typeof watchedCall>) {
  const at = performance.now();
  handle.send({ type: "stt.interim", at, text: `${marker} ${markedNumber}` });
  handle.send({ type: "provider.failed", provider: "tts", reason: marker });
  handle.send({ type: "dtmf.pressed", digit: "7" });
  handle.send({ type: "facts.recorded", facts: { name: marker, callbackNumber: markedNumber.slice(1) } });
  handle.send({ type: "dispatch.requested", vendor: marker, trade: marker, urgency: "emergency" });
  handle.send({ type: "tool.failed", reason: marker });
  handle.send({ type: "llm.toolCalled", call: { id: marker, name: marker, arguments: marker } });
  handle.send({ type: "turn.taken", text: marker });
  handle.send({ type: "keypad.entered", digits: markedNumber.slice(1) });
  handle.send({ type: "transfer.requested", reason: marker });
}

describe("watching a call", () => {
  it("begins with the present state and goes on with every step, numbered without a gap", async () => {
    const call = watchedCall();
    const watcher = call.watch();
    await watcher.untilStep("watch.began");
    call.answer();
    call.say(`A pipe burst at ${marker}.`);
    await watcher.untilStep("stt.final");
    expect(watcher.steps()[0]).toMatchObject({ seq: 1, states: ["ringing"], taken: [], effects: [] });
    const answered = watcher.steps().find(({ event }) => event.type === "call.answered");
    expect(answered).toMatchObject({ effects: expect.arrayContaining(["sendCallInitiated"]) });
    expect(answered).toMatchObject({ stage: "welcome", states: expect.arrayContaining(["live.turn"]) });
    expect(answered?.taken).toContain("call.ringing on 'call.answered' #0");
    const heard = watcher.steps().find(({ event }) => event.type === "stt.final");
    expect(heard?.event).toEqual({ type: "stt.final", at: expect.any(Number), words: 5 });
    expect(watcher.messages.map(({ seq }) => seq)).toEqual(watcher.messages.map((_, index) => index + 1));
    expect(call.door.problems).toEqual([]);
  });

  it("tells no word, name or number of anybody's, not even who comes late", async () => {
    const call = watchedCall(chatty);
    const early = call.watch();
    await early.untilStep("watch.began");
    call.answer();
    call.say(`My name is ${marker}, call ${markedNumber}.`);
    await early.untilStep("llm.toolCalled");
    call.last().events.finished(performance.now(), true);
    await early.untilStep("facts.recorded");
    tellEverything(call);
    await early.untilStep("transfer.requested");
    const late = call.watch();
    await late.untilStep("watch.began");
    call.handle.send({ type: "call.hungUp", by: "caller" });
    for (const one of [early, late]) await one.until(() => one.messages.some(({ kind }) => kind === "ended"));
    const kinds = early.messages.map((one) => (one.kind === "stately" ? one.event : one));
    for (const type of ["@xstate.actor", "@xstate.event", "@xstate.snapshot"])
      expect(kinds).toContainEqual(expect.objectContaining({ type }));
    for (const bytes of [early.bytes(), late.bytes()]) {
      expect(bytes.toLowerCase()).not.toContain(marker.toLowerCase());
      for (const number of ["5550142", "5550111", "5550112", "5550100"]) expect(bytes).not.toContain(number);
    }
    expect(late.steps()[0]?.context).toMatchObject({
      ladder: 2,
      facts: expect.arrayContaining(["name", "callbackNumber"]),
    });
    expect(call.door.problems).toEqual([]);
  });

  it("attaches nothing before the first watcher and after the last, and once however many there are", async () => {
    const call = watchedCall();
    expect(call.observers()).toBe(0);
    call.answer();
    const list = eyes(call.door.folder, { calls: true });
    await list.until(() => list.lists.length > 0);
    expect(call.observers()).toBe(0);
    const watchers = [call.watch(), call.watch(), call.watch()];
    for (const watcher of watchers) await watcher.untilStep("watch.began");
    expect(call.observers()).toBe(1);
    for (const { socket } of watchers) socket.end();
    await vi.waitFor(() => expect(call.observers()).toBe(0));
  });

  it("sends the same to everybody, each from their own beginning", async () => {
    const call = watchedCall();
    const first = call.watch();
    await first.untilStep("watch.began");
    call.answer();
    await first.untilStep("call.answered");
    const second = call.watch();
    await second.untilStep("watch.began");
    call.handle.send({ type: "call.hungUp", by: "caller" });
    for (const one of [first, second])
      await one.until(() => one.messages.some(({ kind }) => kind === "ended"));
    const [began] = second.steps();
    expect(began?.states).toContain("live.intake.welcome");
    expect(second.messages.at(-1)).toEqual(first.messages.at(-1));
    const numbers = second.messages.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });

  it("drops a watcher who does not read, and the call goes on", async () => {
    const call = watchedCall();
    const slow = call.watch();
    const other = call.watch();
    await slow.untilStep("watch.began");
    await other.untilStep("watch.began");
    call.answer();
    slow.socket.pause();
    for (let round = 0; round < 20; round += 1) {
      for (let step = 0; step < 100; step += 1)
        call.handle.send({ type: "vad.voiced", at: performance.now() });
      call.handle.send({ type: "eot.predicted", at: performance.now(), probability: round });
      await other.until(() => other.steps().some(({ event }) => event["probability"] === round));
    }
    slow.socket.resume();
    await slow.closed;
    expect(other.socket.destroyed).toBe(false);
    expect(call.handle.view().status).toBe("active");
  });

  it("cannot hurt the call when serializing fails or a listener throws", async () => {
    const call = watchedCall();
    const watcher = call.watch();
    await watcher.untilStep("watch.began");
    const stringify = vi.spyOn(JSON, "stringify").mockImplementation(() => {
      throw new TypeError(marker);
    });
    onTestFinished(() => stringify.mockRestore());
    call.answer();
    await vi.waitFor(() => expect(call.door.problems).toEqual(["watching: TypeError"]));
    stringify.mockRestore();
    call.handle.send({ type: "vad.voiced", at: performance.now() });
    await watcher.untilStep("vad.voiced");
    expect(call.handle.view().states).toContain("live.turn.listening.silent");
  });

  it("keeps two calls apart", async () => {
    const door = openTestDoor();
    const [one, other] = [startWatchableCall(), startWatchableCall()];
    door.add(one.handle);
    door.add(other.handle);
    const watchers = [one, other].map(({ handle }) => eyes(door.folder, { watch: handle.id }));
    for (const watcher of watchers) await watcher.untilStep("watch.began");
    one.answer();
    other.handle.send({ type: "call.hungUp", by: "caller" });
    await watchers[0]?.untilStep("call.answered");
    await watchers[1]?.untilStep("call.hungUp");
    const types = watchers.map((watcher) => watcher.steps().map(({ event }) => event.type));
    expect(types[0]).not.toContain("call.hungUp");
    expect(types[1]).not.toContain("call.answered");
  });

  it("does not keep a process from ending, and a door that cannot be opened is one problem", () => {
    const folder = join(temporaryFolder(), "file");
    writeFileSync(folder, "");
    const door = openTestDoor(folder);
    const call = startWatchableCall();
    door.add(call.handle);
    call.answer();
    expect(door.problems).toEqual([expect.stringContaining("nobody can watch calls")]);
    expect(call.handle.view().status).toBe("active");
  });
});

describe("whoever watches", () => {
  const client = (folder: string) => {
    const opened = openWatchClient(folder);
    onTestFinished(() => opened.close());
    const lists: (readonly WatchedCall[])[] = [];
    opened.onCalls((calls) => lists.push(calls));
    return { ...opened, lists };
  };

  it("is told when calls begin and end, in every process's folder", async () => {
    const door = openTestDoor();
    const { lists } = client(door.folder);
    const call = startWatchableCall();
    door.add(call.handle);
    await vi.waitFor(() => expect(lists.at(-1)).toMatchObject([{ id: call.handle.id, synthetic: true }]));
    expect(lists.at(-1)?.[0]?.ended).toBeUndefined();
    call.handle.send({ type: "call.hungUp", by: "caller" });
    await vi.waitFor(() => expect(lists.at(-1)?.[0]?.ended?.outcome).toBe("callerHungUp"));
    door.close();
    await vi.waitFor(() => expect(lists.at(-1)).toEqual([]));
    expect(statSync(door.folder).mode & 0o777).toBe(0o700);
  });

  it("may wait for a call that has not begun", async () => {
    const folder = temporaryFolder();
    const watching = client(folder);
    const call = startWatchableCall();
    const told: WatchMessage[] = [];
    watching.watch(call.handle.id, (message) => told.push(message));
    const door = openTestDoor(folder);
    door.add(call.handle);
    await vi.waitFor(
      () => expect(told[0]).toMatchObject({ kind: "step", event: { type: "watch.began" } }),
      3000,
    );
  });

  it("finds a door whose folder has a path too long for a socket", async () => {
    const folder = join(temporaryFolder(), "long".repeat(30));
    mkdirSync(folder);
    const door = openTestDoor(folder);
    const { lists } = client(folder);
    const call = startWatchableCall();
    door.add(call.handle);
    await vi.waitFor(() => expect(lists.at(-1)).toMatchObject([{ id: call.handle.id }]));
    expect(door.problems).toEqual([]);
  });

  it("removes what a dead process left", async () => {
    const folder = temporaryFolder();
    const code = `require("node:net").createServer().listen(process.argv[1] + "/" + process.pid + "-0a.sock", () => { console.log(process.pid); process.kill(process.pid, "SIGKILL"); })`;
    const { stdout } = spawnSync(process.execPath, ["-e", code, folder], { encoding: "utf8" });
    const left = join(folder, `${stdout.trim()}-0a.sock`);
    expect(existsSync(left)).toBe(true);
    client(folder);
    await vi.waitFor(() => expect(existsSync(left)).toBe(false));
  });
});
