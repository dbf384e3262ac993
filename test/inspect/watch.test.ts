import { describe, expect, it } from "vitest";
import { eyes, marker, markedNumber, openTestDoor, startWatchableCall } from "./watched-call.ts";

describe("watching a call", () => {
  it("begins with the present state and goes on with every step", async () => {
    const call = startWatchableCall();
    const door = openTestDoor();
    door.add(call.handle);
    const watcher = eyes(door.folder, { watch: call.handle.id });
    await watcher.untilStep("watch.began");
    call.answer();
    call.say(`A pipe burst at ${marker}.`);
    await watcher.untilStep("stt.final");
    expect(watcher.steps()[0]).toMatchObject({ seq: 1, states: ["ringing"], taken: [], effects: [] });
    const answered = watcher.steps().find(({ event }) => event.type === "call.answered");
    expect(answered).toMatchObject({
      effects: expect.arrayContaining(["sendCallInitiated"]),
      stage: "welcome",
    });
    expect(answered?.states).toContain("live.turn");
    expect(answered?.taken).toContain("call.ringing on 'call.answered' #0");
    const heard = watcher.steps().find(({ event }) => event.type === "stt.final");
    expect(heard?.event).toEqual({ type: "stt.final", at: expect.any(Number), words: 5 });
    expect(watcher.messages.map(({ seq }) => seq)).toEqual(watcher.messages.map((_, index) => index + 1));
    expect(door.problems).toEqual([]);
    expect(watcher.bytes()).not.toContain(marker);
    expect(watcher.bytes()).not.toContain(markedNumber.slice(-4));
  });
});
