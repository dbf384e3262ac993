/** What XState tells, in the words of `@statelyai/inspect`'s protocol. */
import { createInspector } from "@statelyai/inspect";
import type { AnyActorRef, InspectionEvent } from "xstate";
import { redactStately } from "./redact-stately.ts";

/** Converts when it is asked to, not when something happens: the library's own observer would serialize each snapshot whole. */
export class Stately {
  readonly #call: AnyActorRef;
  readonly #names = new Map<string, string>();
  readonly #inspector;
  #converted: unknown[] = [];

  constructor(call: AnyActorRef) {
    this.#call = call;
    this.#inspector = createInspector(
      { send: (event) => this.#converted.push(event) },
      { serialize: (event) => redactStately(event, call, (id) => this.#names.get(id)) as never },
    );
  }

  /** The call with its chart, and the actors that it has invoked. */
  present(): readonly unknown[] {
    this.#converted = [];
    const snapshot: unknown = this.#call.getSnapshot();
    this.#actor(this.#call, snapshot);
    const { children } = snapshot as { children: Record<string, AnyActorRef | undefined> };
    for (const child of Object.values(children)) if (child !== undefined) this.#actor(child, statusOf(child));
    return this.#converted;
  }

  /** What this event becomes: one message or none. */
  next(told: InspectionEvent): readonly unknown[] {
    this.#converted = [];
    const actor = told.actorRef as AnyActorRef;
    if (told.type === "@xstate.actor") this.#actor(actor, statusOf(actor));
    if (told.type === "@xstate.event")
      this.#inspector.event(
        actor as never,
        told.event,
        told.sourceRef === undefined ? {} : { source: told.sourceRef as never },
      );
    if (told.type === "@xstate.snapshot")
      this.#inspector.snapshot(actor as never, told.snapshot, { event: told.event });
    return this.#converted;
  }

  #actor(actor: AnyActorRef, snapshot: unknown): void {
    this.#names.set(actor.sessionId, actor.id);
    this.#inspector.actor(actor as never, snapshot as never);
  }
}

const statusOf = (actor: AnyActorRef): unknown => ({ status: actor.getSnapshot().status });
