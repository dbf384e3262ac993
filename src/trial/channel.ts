/**
 * The agent in a process of its own. Sound is due every 20 ms, and the API's database, in the same process as the API, keeps its
 * event loop for up to 200 ms at a time.
 */
import type { Outcome } from "#machines/call/types.ts";
import {
  type AskedLine,
  type LineListener,
  type RefusalCode,
  type TrialAgent,
  type TrialLine,
  TrialRefusal,
} from "./agent.ts";

/** One end of a channel between two processes; typed arrays pass through it as they are. */
export interface Channel<Message> {
  send: (message: Message) => void;
}

/** Calls are named by their session. */
export type ToAgent =
  | { kind: "play"; sessionId: string; scenarioId: string }
  | ({ kind: "open" } & AskedLine)
  | { kind: "say"; sessionId: string; text: string }
  | { kind: "key"; sessionId: string; digit: string }
  | { kind: "audio"; sessionId: string; frame: Uint8Array }
  | { kind: "hangUp"; sessionId: string }
  | { kind: "close" };

export type FromAgent =
  | { kind: "ready"; recognition: boolean }
  | { kind: "placed"; sessionId: string }
  | { kind: "refused"; sessionId: string; code: RefusalCode; message: string }
  | { kind: "heard"; sessionId: string; frame: Uint8Array }
  | { kind: "ended"; sessionId: string; outcome: Outcome }
  | { kind: "problem"; sessionId: string; message: string }
  | { kind: "closed" };

/** Does what the other process asks; give it every message that comes. */
export function serveAgent(agent: TrialAgent, channel: Channel<FromAgent>): (message: ToAgent) => void {
  const lines = new Map<string, TrialLine>();
  channel.send({ kind: "ready", recognition: agent.recognition });

  async function place(sessionId: string, placing: () => Promise<void>): Promise<void> {
    try {
      await placing();
      channel.send({ kind: "placed", sessionId });
    } catch (error) {
      if (!(error instanceof TrialRefusal)) throw error;
      channel.send({ kind: "refused", sessionId, code: error.code, message: error.message });
    }
  }

  async function open(asked: AskedLine): Promise<void> {
    const { sessionId } = asked;
    const line = await agent.open(asked, {
      audio: (frame) => channel.send({ kind: "heard", sessionId, frame }),
      problem: (message) => channel.send({ kind: "problem", sessionId, message }),
      ended(outcome) {
        lines.delete(sessionId);
        channel.send({ kind: "ended", sessionId, outcome });
      },
    });
    lines.set(sessionId, line);
  }

  return (message) => {
    switch (message.kind) {
      case "play":
        return void place(message.sessionId, () => agent.play(message.sessionId, message.scenarioId));
      case "open":
        return void place(message.sessionId, () => open(message));
      case "say":
        return lines.get(message.sessionId)?.say(message.text);
      case "key":
        return lines.get(message.sessionId)?.key(message.digit);
      case "audio":
        return lines.get(message.sessionId)?.audio(message.frame);
      case "hangUp":
        return lines.get(message.sessionId)?.hangUp();
      case "close":
        return void agent.close().then(() => channel.send({ kind: "closed" }));
    }
  };
}

export interface RemoteAgent extends TrialAgent {
  /** To be given every message that comes. */
  hear(message: FromAgent): void;
  /** The other process is gone: whatever went on there is over. */
  lost(): void;
}

/** The agent of another process, as it is seen from here; refuses calls until that one is ready. */
export function remoteAgent(channel: Channel<ToAgent>): RemoteAgent {
  const placing = new Map<string, PromiseWithResolvers<void>>();
  const listeners = new Map<string, LineListener>();
  const closed = Promise.withResolvers<void>();
  let state: "warming" | "ready" | "gone" = "warming";
  let recognition = false;

  async function placed(sessionId: string, message: ToAgent): Promise<void> {
    if (state === "warming")
      throw new TrialRefusal("notReady", "The agent's models are being loaded; try again in a few seconds.");
    if (state === "gone")
      throw new TrialRefusal("notReady", "The agent's process has ended; start the system again.");
    const waiting = Promise.withResolvers<void>();
    placing.set(sessionId, waiting);
    channel.send(message);
    await waiting.promise.finally(() => placing.delete(sessionId));
  }

  return {
    get recognition() {
      return recognition;
    },
    play: (sessionId, scenarioId) => placed(sessionId, { kind: "play", sessionId, scenarioId }),
    async open(asked, listener) {
      const { sessionId } = asked;
      listeners.set(sessionId, listener);
      try {
        await placed(sessionId, { kind: "open", ...asked });
      } catch (error) {
        listeners.delete(sessionId);
        throw error;
      }
      return {
        say: (text) => channel.send({ kind: "say", sessionId, text }),
        key: (digit) => channel.send({ kind: "key", sessionId, digit }),
        audio: (frame) => channel.send({ kind: "audio", sessionId, frame }),
        hangUp: () => channel.send({ kind: "hangUp", sessionId }),
      };
    },
    async close() {
      // As long as it is not ready it has no call.
      if (state !== "ready") return;
      channel.send({ kind: "close" });
      await closed.promise;
    },
    hear(message) {
      switch (message.kind) {
        case "ready":
          state = "ready";
          recognition = message.recognition;
          return;
        case "placed":
          return placing.get(message.sessionId)?.resolve();
        case "refused":
          return placing.get(message.sessionId)?.reject(new TrialRefusal(message.code, message.message));
        case "heard":
          return listeners.get(message.sessionId)?.audio(message.frame);
        case "problem":
          return listeners.get(message.sessionId)?.problem(message.message);
        case "ended":
          listeners.get(message.sessionId)?.ended(message.outcome);
          listeners.delete(message.sessionId);
          return;
        case "closed":
          return closed.resolve();
      }
    },
    lost() {
      state = "gone";
      closed.resolve();
      for (const waiting of placing.values())
        waiting.reject(
          new TrialRefusal("notReady", "The agent's process has ended; start the system again."),
        );
      for (const listener of listeners.values()) listener.ended("lineLost");
      listeners.clear();
    },
  };
}
