/** A call without a chart: the test decides what it does, and the handle remembers what it was told. */
import { createActor, createMachine } from "xstate";
import type { CallEvent, Facts, Outcome, Stage } from "#machines/call/types.ts";
import type { CallHandle, CallLogEntry, CallView } from "#src/call/handle.ts";
import type { Timers } from "#src/simulate/timers.ts";

export class FakeCall implements CallHandle {
  readonly id = "call-1";
  readonly actor = createActor(createMachine({}));
  readonly sent: CallEvent[] = [];
  readonly ended: Promise<Outcome>;
  facts: Facts = {};
  stage: Stage = "welcome";
  /** Called on every event that the host sends. */
  onSend: (event: CallEvent) => void = () => {};
  readonly #timers: Timers;
  readonly #listeners = new Set<(entry: CallLogEntry) => void>();
  readonly #end: (outcome: Outcome) => void;
  #leaves: readonly string[] = ["ringing"];
  #turns = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.ended = promise;
    this.#end = resolve;
  }

  send(event: CallEvent): void {
    this.sent.push(event);
    this.log({ kind: "event", event });
    this.onSend(event);
  }

  view(): CallView {
    return { status: "active", states: this.#leaves, stage: this.stage, facts: this.facts };
  }

  observe(listener: (entry: CallLogEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get observers(): number {
    return this.#listeners.size;
  }

  enter(leaf: string, stage = this.stage): void {
    this.#leaves = [leaf];
    this.stage = stage;
    this.log({ kind: "states", entered: [leaf], leaves: [leaf], stage });
  }

  turn(speaker: "tenant" | "agent", text: string, interrupted = false): void {
    this.log({ kind: "turn", index: this.#turns++, speaker, text, stage: this.stage, interrupted });
  }

  end(outcome: Outcome): void {
    this.#end(outcome);
  }

  log(entry: Entry): void {
    for (const listener of this.#listeners) listener({ at: this.#timers.now(), ...entry });
  }
}

type Entry = CallLogEntry extends infer One ? (One extends CallLogEntry ? Omit<One, "at"> : never) : never;
