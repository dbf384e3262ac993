/** The agent in another process: what is asked here is done there, and what happens there is told here. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { TrialRefusal } from "#src/trial/agent.ts";
import {
  type FromAgent,
  type RemoteAgent,
  remoteAgent,
  serveAgent,
  type ToAgent,
} from "#src/trial/channel.ts";
import { type FakeAgent, fakeAgent } from "./fake-agent.ts";

const asked = { sessionId: "one", workspaceId: "maple-court", mode: "talk" } as const;
let there: FakeAgent;
let here: RemoteAgent;
let serve: () => void;

beforeEach(() => {
  there = fakeAgent();
  const later = <Message>(deliver: (message: Message) => void) => ({
    send: (message: Message) => void setImmediate(() => deliver(structuredClone(message))),
  });
  let obey = (_message: ToAgent): void => {};
  here = remoteAgent(later((message: ToAgent) => obey(message)));
  serve = () => {
    obey = serveAgent(
      there,
      later((message: FromAgent) => here.hear(message)),
    );
  };
});

describe("an agent in another process", () => {
  it("takes no call before it is ready, and none after it is gone", async () => {
    await expect(here.play("one", "gas-leak")).rejects.toMatchObject({ code: "notReady" });
    there.recognition = true;
    serve();
    await vi.waitFor(() => expect(here.recognition).toBe(true));
    await here.play("one", "gas-leak");
    expect(there.asked).toEqual([["play", "gas-leak"]]);
    here.lost();
    await expect(here.play("two", "gas-leak")).rejects.toMatchObject({ code: "notReady" });
  });

  it("refuses as the agent does", async () => {
    await ready();
    there.refusal = new TrialRefusal("busy", "Wait.");

    await expect(here.play("one", "gas-leak")).rejects.toMatchObject({ code: "busy", message: "Wait." });
  });

  it("carries sound and acts both ways, until the call has ended", async () => {
    await ready();
    const heard: unknown[] = [];
    const line = await here.open(asked, {
      audio: (frame) => heard.push([...frame]),
      ended: (outcome) => heard.push(outcome),
      problem: (message) => heard.push(message),
    });
    line.say("Hello.");
    line.key("1");
    line.audio(new Uint8Array(640));
    line.hangUp();
    await vi.waitFor(() =>
      expect(there.asked).toEqual([
        ["open", "maple-court", "talk"],
        ["say", "Hello."],
        ["key", "1"],
        ["audio", 640],
        ["hangUp"],
      ]),
    );
    there.listener?.audio(new Uint8Array([1, 2]));
    there.listener?.problem("Louder.");
    there.listener?.ended("callerHungUp");
    there.listener?.audio(new Uint8Array([3]));
    await here.close();
    expect(heard).toEqual([[1, 2], "Louder.", "callerHungUp"]);
  });

  it("that dies ends its calls", async () => {
    await ready();
    const ended = vi.fn<(outcome: string) => void>();
    await here.open(asked, { audio: () => {}, problem: () => {}, ended });
    here.lost();

    expect(ended.mock.calls).toEqual([["lineLost"]]);
  });
});

async function ready(): Promise<void> {
  there.recognition = true;
  serve();
  await vi.waitFor(() => expect(here.recognition).toBe(true));
}
