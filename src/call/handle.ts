/** A running call as its host sees it: the simulator, the terminal, a worker's job. */
import type { AnyActorRef } from "xstate";
import type { CallEvent, Facts, Outcome, Stage } from "#machines/call/types.ts";
import type { TurnLatency } from "./ports.ts";

export interface CallHandle {
  readonly id: string;
  /** The chart's actor, for whoever watches it through `actor.system.inspect`; events go through `send`. */
  readonly actor: AnyActorRef;
  /** Tells the chart something that happened outside: answered, hung up, a key pressed. */
  send(event: CallEvent): void;
  view(): CallView;
  /** Every entry from now on; returns how to stop. A listener that throws is dropped, the call goes on. */
  observe(listener: (entry: CallLogEntry) => void): () => void;
  /** Resolves when the chart has ended and everything that the call held is released. */
  readonly ended: Promise<Outcome>;
}

export interface CallView {
  status: "active" | "done" | "error";
  /** Leaf states as dotted paths, for instance `live.turn.responding.speaking`. */
  states: readonly string[];
  stage: Stage;
  facts: Facts;
  outcome?: Outcome;
}

/** `at` is milliseconds on the call's clock. */
export type CallLogEntry = { at: number } & (
  | { kind: "event"; event: CallEvent }
  /** `entered` lists states in the order in which they were entered, dotted, compound states included. */
  | { kind: "states"; entered: readonly string[]; leaves: readonly string[]; stage: Stage }
  /** Something was said and heard: the tenant's turn when it was taken, the agent's when its audio ended or was cut. */
  | {
      kind: "turn";
      index: number;
      speaker: "tenant" | "agent";
      text: string;
      stage: Stage;
      interrupted: boolean;
      latency?: TurnLatency;
    }
  /** A named effect of the chart was carried out, for instance `pausePlayout`. */
  | { kind: "effect"; name: string }
  /** A webhook was written to the outbox. */
  | { kind: "webhook"; eventType: string }
  /** A tool has run. */
  | { kind: "tool"; name: string; followUp: boolean }
  /** Something failed and was handled; `reason` bears no speech. */
  | { kind: "problem"; reason: string }
);
