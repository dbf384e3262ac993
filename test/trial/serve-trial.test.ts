/** Who may place calls, and what the line takes and tells. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { TrialRefusal } from "#src/trial/agent.ts";
import { trialScenarios } from "#src/trial/scenarios.ts";
import { type FakeAgent, fakeAgent } from "./fake-agent.ts";
import { type Line, trialApp, type TrialApp } from "./trial-app.ts";

const runId = "6f1c6a55-7f0e-4a35-9a0c-0d3a6a2f5b11";
let agent: FakeAgent;
let trial: TrialApp;

beforeAll(async () => {
  agent = fakeAgent();
  trial = await trialApp({
    agent,
    scenarios: trialScenarios("test/calls"),
    findRun: async () => runId,
  });
});
afterAll(() => trial.close());
beforeEach(() => {
  agent.asked.length = 0;
  trial.signIn("operator");
});

const place = (payload: object) => trial.app.inject({ method: "POST", url: "/api/trial/calls", payload });

describe("scenarios", () => {
  it("are offered to who may place calls, without those that only measure", async () => {
    const scenarios = (await trial.app.inject("/api/trial/scenarios")).json<{ id: string }[]>();

    expect(scenarios.find(({ id }) => id === "gas-leak")).toEqual({
      id: "gas-leak",
      name: "Gas leak",
      description: "The safety instruction comes before anything else, and the call is over soon.",
      workspace: "maple-court",
    });
    expect(scenarios.map(({ id }) => id)).not.toContain("latency");
    expect((await trial.app.inject("/api/trial")).json()).toEqual({ recognition: false });
    trial.signIn("viewer");
    expect((await trial.app.inject("/api/trial/scenarios")).json()).toEqual([]);
  });

  it("are played, and the run is named", async () => {
    const response = await place({ scenario: "gas-leak" });

    expect([response.statusCode, response.json()]).toEqual([
      200,
      { sessionId: expect.stringMatching(/^simulated-[0-9a-f-]{36}$/), workspaceId: "maple-court", runId },
    ]);
    expect(agent.asked).toEqual([["play", "gas-leak"]]);
  });

  it("are refused to strangers and viewers, where there is none of the name, and while all lines are busy", async () => {
    trial.signIn(undefined);
    expect((await place({ scenario: "gas-leak" })).statusCode).toBe(401);
    trial.signIn("viewer");
    expect((await place({ scenario: "gas-leak" })).statusCode).toBe(403);
    trial.signIn("operator");
    expect((await place({ scenario: "../gas-leak" })).statusCode).toBe(404);
    expect((await place({ scenario: 3 })).statusCode).toBe(400);
    expect(agent.asked).toEqual([]);
    agent.refusal = new TrialRefusal("busy", "6 calls are going on already; wait until one has ended.");
    const busy = await place({ scenario: "gas-leak" });
    expect([busy.statusCode, busy.json()]).toEqual([
      429,
      {
        success: false,
        error: { code: "busy", message: "6 calls are going on already; wait until one has ended." },
      },
    ]);
  });
});

describe("the line", () => {
  it("opens for an operator of the workspace alone", async () => {
    trial.signIn(undefined);
    expect(await trial.line("workspace=maple-court").refused).toBe(401);
    trial.signIn("viewer");
    expect(await trial.line("workspace=maple-court").refused).toBe(403);
    trial.signIn("operator");
    expect(await trial.line("workspace=elsewhere").refused).toBe(404);
    expect(await trial.line("workspace=maple-court&mode=whisper").refused).toBe(400);
    expect(agent.asked).toEqual([]);
  });

  it("says which call it is, passes on what the tenant does, and tells what they hear", async () => {
    const line = await opened("workspace=maple-court");

    expect(line.told).toEqual([
      { type: "call", sessionId: expect.stringMatching(/^simulated-/), workspaceId: "maple-court", runId },
    ]);
    line.tell({ type: "say", text: "A pipe burst." });
    line.tell({ type: "key", digit: "1" });
    agent.listener?.audio(new Uint8Array([1, 2, 3, 4]));
    agent.listener?.ended("callerHungUp");
    expect(await line.closed).toBe(1000);
    expect(line.heard).toEqual([Buffer.from([1, 2, 3, 4])]);
    expect(line.told.at(-1)).toEqual({ type: "ended", outcome: "callerHungUp" });
    await vi.waitFor(() =>
      expect(agent.asked.slice(1)).toEqual([["say", "A pipe burst."], ["key", "1"], ["hangUp"]]),
    );
  });

  it("is hung up when the socket closes", async () => {
    await hangUp(await opened("workspace=maple-court"));
  });

  it.each([
    ["no JSON", "say hello"],
    ["an unknown type", { type: "sing", text: "la" }],
    ["a text without a word", { type: "say", text: "…" }],
    ["a text that is too long", { type: "say", text: "a".repeat(501) }],
    ["a key that no telephone has", { type: "key", digit: "A" }],
    ["sound on a typed call", Buffer.alloc(640)],
  ])("says what is wrong with %s, and stays open", async (_name, message) => {
    const line = await opened("workspace=maple-court");
    if (Buffer.isBuffer(message)) line.socket.send(message);
    else line.tell(message);

    await vi.waitFor(() => expect(line.told.at(-1)).toMatchObject({ type: "problem" }));
    line.tell({ type: "say", text: "Hello." });
    await vi.waitFor(() => expect(agent.asked.slice(1)).toEqual([["say", "Hello."]]));
    await hangUp(line);
  });

  it("takes 20 ms of sound at a time while it is talked", async () => {
    const line = await opened("workspace=maple-court&mode=talk");
    line.socket.send(Buffer.alloc(640));
    line.socket.send(Buffer.alloc(641));

    await vi.waitFor(() => expect(line.told.at(-1)).toMatchObject({ type: "problem" }));
    expect(agent.asked.slice(1)).toEqual([["audio", 640]]);
    await hangUp(line);
  });

  it("is closed on who sends more than any message needs, or nothing that fits", async () => {
    const tooLong = await opened("workspace=maple-court");
    tooLong.tell("a".repeat(5000));
    expect(await tooLong.closed).toBe(1009);
    const stubborn = await opened("workspace=maple-court");
    for (let count = 0; count < 60; count += 1) stubborn.tell("no");
    expect(await stubborn.closed).toBe(1008);
  });

  it("says why a call is not taken", async () => {
    agent.refusal = new TrialRefusal("noRecognition", "Type instead.");
    const line = trial.line("workspace=maple-court&mode=talk");

    expect(await line.closed).toBe(1013);
    expect(line.told).toEqual([{ type: "problem", message: "Type instead." }]);
  });
});

async function opened(query: string): Promise<Line> {
  const line = trial.line(query);
  await vi.waitFor(() => expect(line.told).not.toEqual([]));
  return line;
}

async function hangUp(line: Line): Promise<void> {
  line.socket.close();
  await vi.waitFor(() => expect(agent.asked.at(-1)).toEqual(["hangUp"]));
}
