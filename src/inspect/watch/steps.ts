/** Makes steps out of what XState tells: one event that the chart took, and all that came of it. */
import type { AnyActorRef, AnyMachineSnapshot, EventObject, InspectionEvent } from "xstate";
import { activeStates } from "#src/call/snapshot.ts";
import { transitionId } from "#src/inspect/transition-id.ts";
import type { WatchedEvent, WatchMessage } from "./message.ts";
import { redactContext, redactEvent } from "./redact.ts";

type Step = Omit<Extract<WatchMessage, { kind: "step" }>, "seq" | "at">;

/** Collects transitions and effects of the call's own chart until the snapshot that they led to. */
export class Steps {
  #taken: string[] = [];
  #effects: string[] = [];
  #stage = "welcome";
  readonly #call: AnyActorRef;

  constructor(call: AnyActorRef) {
    this.#call = call;
  }

  /** The step that this completes, if it does. */
  next(told: InspectionEvent): Step | undefined {
    if (told.actorRef !== this.#call) return undefined;
    switch (told.type) {
      case "@xstate.microstep":
        this.#taken.push(...told._transitions.map(transitionId));
        return undefined;
      case "@xstate.action":
        if (!told.action.type.startsWith("xstate.")) this.#effects.push(told.action.type);
        return undefined;
      case "@xstate.snapshot": {
        const step = this.#step(redactEvent(told.event), told.snapshot as AnyMachineSnapshot);
        this.reset();
        return step;
      }
      case "@xstate.event":
      case "@xstate.actor":
      case "@xstate.transition":
        return undefined;
    }
  }

  /** The present state, as a step that nothing led to. */
  present(type: string): Step {
    const step = this.#step({ type }, this.#call.getSnapshot() as AnyMachineSnapshot);
    return { ...step, taken: [], effects: [] };
  }

  /** After something was lost: what was collected belongs to no step. */
  reset(): void {
    this.#taken = [];
    this.#effects = [];
  }

  #step(event: WatchedEvent & EventObject, { value, context }: AnyMachineSnapshot): Step {
    const states = activeStates(value as never);
    const intake = "live.intake.";
    this.#stage = states.find((state) => state.startsWith(intake))?.slice(intake.length) ?? this.#stage;
    return {
      kind: "step",
      event,
      states,
      taken: this.#taken,
      effects: this.#effects,
      context: redactContext(context),
      stage: this.#stage,
    };
  }
}
