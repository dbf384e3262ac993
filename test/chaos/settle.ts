/** What must hold once a call is over and everything outside works again. */
import type { CallContext } from "#machines/call/types.ts";
import type { CallUnderTest } from "./call-under-test.ts";
import type { Watch } from "./watch.ts";

export function judgeEnd(call: CallUnderTest, watch: Watch): void {
  const { context, status } = call.handle.actor.getSnapshot() as { context: CallContext; status: string };
  if (status !== "done") return;
  if (call.ears.closed !== 1)
    watch.breaks("a call's hearing is closed once", `it was closed ${call.ears.closed} times`);
  if (call.sink.late > 0) watch.breaks("nothing is said after the end", `${call.sink.late} frames were`);
  const repeated = call.toolsRun.find((id, index) => call.toolsRun.indexOf(id) !== index);
  if (repeated !== undefined) watch.breaks("no tool call is run twice", `${repeated} was`);
  const unheard = context.mute >= 2;
  if (context.owed.length > 0 && context.hungUpBy === undefined && !context.withHuman && !unheard)
    watch.breaks("we end no call in which a warning is owed", context.owed.join(", "));
  const reachable = context.callerNumber !== undefined || context.facts.callbackNumber !== undefined;
  const needsHelp = context.hazards.length > 0 || (context.facts.problem !== undefined && reachable);
  const excused = context.withHuman || context.endWanted === "wrongNumber" || context.refusal !== undefined;
  if (needsHelp && !excused && !watch.told.includes("dispatch_requested"))
    watch.breaks("somebody is sent to whoever needs help", "nobody was, and no human has the call");
}

/** The receiver is up, and has been for long. `repeats`: an attempt may not have been written down, and is made again. */
export function judgeDelivery(call: CallUnderTest, watch: Watch, repeats: boolean): void {
  const rule = "every webhook arrives, once and in order";
  const { received, misshapen, unanswered } = call.receiver;
  const left = call.outbox.pending();
  if (left.waiting + left.inMemory + left.dead > 0)
    watch.breaks(rule, `${left.waiting} wait, ${left.inMemory} are in memory, ${left.dead} are dead`);
  if (misshapen > 0) watch.breaks(rule, `${misshapen} are no events of the contract`);
  const first = received.filter(({ id }, index) => received.findIndex((one) => one.id === id) === index);
  const again = received.filter((one) => !first.includes(one) && !unanswered.has(one.id));
  if (again.length > 0 && !repeats)
    watch.breaks(rule, `${again.length} came again although they were answered`);
  if (first.some(({ sequence }, index) => sequence !== index))
    watch.breaks(rule, `they came as ${first.map(({ sequence }) => sequence).join(" ")}`);
  const types = first.map(({ event_type: type }) => type);
  if (types.join(" ") !== watch.told.join(" "))
    watch.breaks(rule, `told were ${watch.told.join(" ")}, received ${types.join(" ")}`);
}
