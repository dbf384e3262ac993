/** What a role sees of a call: a viewer sees how it went, an operator also whose it is. */
import type { Role, Run, RunEvent } from "#src/api/answers.ts";
import { withoutPersonal } from "#src/api/privacy/without-personal.ts";
import { webhookPaths } from "#src/outbox/contract.ts";

/** A viewer is told neither the caller's number nor anything that was taken down of them. */
export function forRole(run: Run, role: Role): Run {
  if (role !== "viewer") return run;
  return {
    ...run,
    sessionId: withoutNumber(run.sessionId),
    callSid: run.callSid === null ? null : withoutNumber(run.callSid),
    callerNumber: null,
    facts: {},
    dispatch: run.dispatch && withoutCaller(run.dispatch),
    transfer: run.transfer && withoutCaller(run.transfer),
    metadata: withoutCaller(run.metadata),
  };
}

export function eventForRole(event: RunEvent, role: Role): RunEvent {
  if (role !== "viewer") return event;
  const isKnown = event.eventType.toLowerCase() in webhookPaths || event.speaker !== null;
  // What a newer agent tells may be anything.
  return { ...event, data: withoutCaller(isKnown ? event.data : withoutPersonal(event.data)) };
}

const ofTheCaller: ReadonlySet<string> = new Set([
  "facts",
  "caller_number",
  "calling_number",
  "callerNumber",
  "callbackNumber",
]);

/** However deep they are. */
function withoutCaller<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((each: unknown) => withoutCaller(each)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !ofTheCaller.has(name))
      .map(([name, inner]) => [name, withoutCaller(inner)]),
  ) as Value;
}

/** LiveKit's own dispatch rules put the caller's number into the room's name. */
const withoutNumber = (name: string): string => name.replace(/\+?\d{7,}/g, "‹number›");
