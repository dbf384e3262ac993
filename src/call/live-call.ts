/** What the runtime holds of one call that is going on; the chart's effects and actors find it by the call's id. */
import type { CallContext, CallEvent, Provider, Stage } from "#machines/call/types.ts";
import type { Conversation } from "./conversation.ts";
import type { CallLogEntry } from "./handle.ts";
import type { CallPorts, Situation, ToolOutcome, TurnLatency, Utterance } from "./ports.ts";
import type { TurnTrace } from "./trace.ts";

export interface LiveCall {
  ports: CallPorts;
  conversation: Conversation;
  trace: TurnTrace;
  metadata: Record<string, string>;
  /** `call_initiated` was sent already. */
  told: boolean;
  startedAt: Date;
  /** What is being said now, and what the caller waited for it. */
  speaking: { utterance: Utterance; latency?: TurnLatency | undefined } | undefined;
  /** Outcomes of the present reply's tools, in the order in which they ran. */
  toolOutcomes: ToolOutcome[];
  send: (event: CallEvent) => void;
  /** The present stage and memory, as the chart holds them before the step under way. */
  stage(): Stage;
  context(): CallContext;
  situation(): Situation;
  log: (entry: WithoutTime<CallLogEntry>) => void;
  /** Providers that failed and have not worked since. */
  failing: Set<Provider>;
}

/** Distributes over the union, unlike `Omit`. */
type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;

const calls = new Map<string, LiveCall>();

export const enroll = (id: string, call: LiveCall): void => {
  if (calls.has(id))
    throw new Error(`A call with the id ${id} is already going on; every call needs its own id.`);
  calls.set(id, call);
};

export const release = (id: string): void => {
  calls.delete(id);
};

export function liveCall(id: string): LiveCall {
  const call = calls.get(id);
  if (!call) throw new Error(`No call with the id ${id} is going on.`);
  return call;
}

/** How an invoked actor speaks to the chart: logged, silent once `signal` has aborted. */
export function reporting(
  call: LiveCall,
  sendBack: (event: CallEvent) => void,
  signal: AbortSignal,
): (event: CallEvent) => void {
  return (event) => {
    if (signal.aborted) return;
    if (event.type === "provider.failed" || event.type === "provider.degraded")
      call.failing.add(event.provider);
    call.log({ kind: "event", event });
    sendBack(event);
  };
}

/** Tells the chart that a provider which had failed works again; says nothing of one that had not. */
export function noteWorking(call: LiveCall, provider: Provider, send: (event: CallEvent) => void): void {
  if (call.failing.delete(provider)) send({ type: "provider.recovered", provider });
}

/** Runs `work`; what it throws becomes a log entry, never an error inside the chart. `what` bears no speech. */
export function guarded(call: LiveCall, what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    call.log({ kind: "problem", reason: `${what}: ${error instanceof Error ? error.name : typeof error}` });
  }
}
