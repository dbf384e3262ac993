/** An agent that notes what is asked of it, and says what the test makes it say. */
import type { LineListener, TrialAgent } from "#src/trial/agent.ts";

export interface FakeAgent extends TrialAgent {
  recognition: boolean;
  asked: unknown[];
  listener: LineListener | undefined;
  /** The next call is refused with it. */
  refusal: Error | undefined;
}

export function fakeAgent(): FakeAgent {
  const asked: unknown[] = [];
  const refuse = (): void => {
    const { refusal } = agent;
    agent.refusal = undefined;
    if (refusal !== undefined) throw refusal;
  };
  const agent: FakeAgent = {
    asked,
    listener: undefined,
    refusal: undefined,
    recognition: false,
    async play(_sessionId, scenarioId) {
      refuse();
      asked.push(["play", scenarioId]);
    },
    async open({ workspaceId, mode }, listener) {
      refuse();
      asked.push(["open", workspaceId, mode]);
      agent.listener = listener;
      return {
        say: (text) => void asked.push(["say", text]),
        key: (digit) => void asked.push(["key", digit]),
        audio: (frame) => void asked.push(["audio", frame.length]),
        hangUp: () => void asked.push(["hangUp"]),
      };
    },
    async close() {},
  };
  return agent;
}
