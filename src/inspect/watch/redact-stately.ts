/** The redaction of `@statelyai/inspect`'s protocol: the one hook through which all its messages leave. */
import type { StatelyInspectionEvent } from "@statelyai/inspect";
import type { AnyActorRef, AnyMachineSnapshot } from "xstate";
import { redactContext, redactEvent } from "./redact.ts";

/** Made anew out of what may be seen; of an actor that the call invoked no more than its id and status. */
export function redactStately(
  event: StatelyInspectionEvent,
  call: AnyActorRef,
  nameOf: (sessionId: string) => string | undefined,
): Record<string, unknown> {
  const { type, sessionId, createdAt, id, _version } = event;
  const base = { type, sessionId, createdAt, id, _version, rootId: call.sessionId };
  const isCall = sessionId === call.sessionId;
  switch (event.type) {
    case "@xstate.event":
      return { ...base, sourceId: event.sourceId, event: redactEvent(event.event) };
    case "@xstate.snapshot":
      return { ...base, event: redactEvent(event.event), snapshot: snapshot(event.snapshot, isCall) };
    case "@xstate.actor":
      return {
        ...base,
        name: nameOf(sessionId),
        parentId: event.parentId,
        // The call's chart as it is written; what an invoked actor is made of is code.
        definition: isCall ? event.definition : undefined,
        snapshot: snapshot(event.snapshot, isCall),
      };
  }
}

function snapshot(given: { status?: string }, isCall: boolean): Record<string, unknown> {
  const { status } = given;
  if (!isCall) return { status };
  const { value, context, tags } = given as AnyMachineSnapshot;
  return { status, value, tags: [...tags], context: redactContext(context), children: {}, historyValue: {} };
}
