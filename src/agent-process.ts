/** Starts the process in which the agent of `npm start` lives, and speaks to it. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { type FromAgent, remoteAgent, type ToAgent } from "#src/trial/channel.ts";
import type { TrialAgent } from "#src/trial/agent.ts";
import type { AgentStart } from "./main-agent.ts";

export interface AgentProcess {
  agent: TrialAgent;
  /** Resolves when calls are taken; rejects when the process ended before that. */
  ready: Promise<void>;
  /** Hangs up what is going on, lets it tell what it has to tell, and ends the process. */
  stop: () => Promise<void>;
}

export function startAgentProcess(
  start: Omit<AgentStart, "kind">,
  onProblem: (problem: string) => void,
): AgentProcess {
  const child = fork(new URL("./main-agent.ts", import.meta.url), {
    // Frames of sound go through as they are.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const send = (message: AgentStart | ToAgent): void => {
    if (child.connected) child.send(message);
  };
  const agent = remoteAgent({ send });
  const ready = Promise.withResolvers<void>();
  const exited = once(child, "exit");
  let stopping = false;
  child.on("message", (message: FromAgent) => {
    agent.hear(message);
    if (message.kind === "ready") ready.resolve();
  });
  void exited.then(() => {
    agent.lost();
    ready.reject(new Error("The agent's process ended before it was ready."));
    if (!stopping) onProblem("the agent's process has ended: no calls can be placed until the next start");
  });
  send({ kind: "start", ...start });
  return {
    agent,
    ready: ready.promise,
    async stop() {
      stopping = true;
      await agent.close();
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
