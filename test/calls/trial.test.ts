/** A person at the browser calls the real agent: real engines, real audio, a real WebSocket. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Keyless } from "../../src/keyless.ts";
import { type Receiver, startReceiver } from "#src/simulate/receiver.ts";
import { realTimers } from "#src/simulate/timers.ts";
import type { TrialAgent } from "#src/trial/agent.ts";
import { createLocalAgent } from "#src/trial/local-agent.ts";
import { trialScenarios } from "#src/trial/scenarios.ts";
import { trialApp, type TrialApp } from "../trial/trial-app.ts";
import { keylessEngines } from "./keyless.ts";

let keyless: Keyless;
let receiver: Receiver;
let agent: TrialAgent;
let trial: TrialApp;

beforeAll(async () => {
  keyless = await keylessEngines();
  receiver = await startReceiver({ behaviour: "ok", secret: "secret", timers: realTimers });
  const scenarios = trialScenarios("test/calls");
  agent = createLocalAgent({
    place: keyless.place,
    synthesize: keyless.synthesize,
    workspaces: keyless.workspaces,
    scenarios,
    webhooks: { url: receiver.url, secret: "secret" },
    recognition: false,
    callLimit: 3,
    onProblem: () => {},
  });
  trial = await trialApp({ agent, scenarios, findRun: async () => null });
  trial.signIn("operator");
});
afterAll(async () => {
  await agent.close();
  await trial.close();
  await receiver.close();
  await keyless.close();
});

describe("a call from the dashboard", () => {
  it.concurrent("is typed: the tenant hears the greeting, is spoken for and gets an answer; leaving hangs up", async () => {
    const line = trial.line("workspace=maple-court");
    await vi.waitFor(() => expect(line.told[0]).toMatchObject({ type: "call" }), waiting);
    const { sessionId } = sessionOf(line.told[0]);
    const sounding = (): number => line.heard.filter(isAudible).length;
    await vi.waitFor(() => expect(sounding()).toBeGreaterThan(50), waiting);
    expect(new Set(line.heard.map(({ length }) => length))).toEqual(new Set([960]));
    line.tell({ type: "say", text: "I smell gas in my kitchen." });
    await vi.waitFor(
      () => expect(textsOf(sessionId, "tenant")).toEqual(["I smell gas in my kitchen."]),
      waiting,
    );
    const before = sounding();
    await vi.waitFor(() => expect(sounding()).toBeGreaterThan(before + 25), waiting);
    expect(eventsOf(sessionId).map(({ event_type }) => event_type)).toContain("hazard_detected");
    line.socket.close();
    await vi.waitFor(
      () =>
        expect(
          eventsOf(sessionId)
            .map(({ event_type }) => event_type)
            .at(-1),
        ).toBe("call_ended"),
      waiting,
    );
  });

  it.concurrent("plays a scenario under the session that was told", async () => {
    const response = await trial.app.inject({
      method: "POST",
      url: "/api/trial/calls",
      payload: { scenario: "hang-up-mid-sentence" },
    });
    const { sessionId, workspaceId } = response.json<{ sessionId: string; workspaceId: string }>();

    expect([response.statusCode, workspaceId]).toEqual([200, "maple-court"]);
    await vi.waitFor(
      () =>
        expect(eventsOf(sessionId).map(({ event_type }) => event_type)).toEqual([
          "call_initiated",
          ...eventsOf(sessionId)
            .slice(1, -1)
            .map(({ event_type }) => event_type),
          "call_ended",
        ]),
      waiting,
    );
  });

  it.concurrent("that is talked is refused without a recognizer", async () => {
    const line = trial.line("workspace=maple-court&mode=talk");

    expect(await line.closed).toBe(1013);
    expect(line.told).toEqual([{ type: "problem", message: expect.stringContaining("type instead") }]);
  });
});

const waiting = { timeout: 60_000, interval: 50 };

interface Told {
  session_id: string;
  event_type: string;
  data: { speaker?: string; text?: string };
}

const eventsOf = (sessionId: string): Told[] =>
  receiver
    .requests()
    .map(({ body }) => body as Told)
    .filter(({ session_id }) => session_id === sessionId);

const textsOf = (sessionId: string, speaker: string): (string | undefined)[] =>
  eventsOf(sessionId)
    .filter(({ event_type, data }) => event_type === "utterance" && data.speaker === speaker)
    .map(({ data }) => data.text);

function sessionOf(frame: object | undefined): { sessionId: string } {
  if (frame === undefined || !("sessionId" in frame)) throw new Error("No call was told.");
  return { sessionId: String(frame.sessionId) };
}

/** Louder than the quietest that counts as voice on the line. */
const isAudible = (frame: Buffer): boolean => {
  for (let at = 0; at + 1 < frame.length; at += 2) if (Math.abs(frame.readInt16LE(at)) > 1000) return true;
  return false;
};
