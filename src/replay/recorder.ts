/** Records a call's events and what the chart made of them, beside the call and never in its way. */
import { randomInt } from "node:crypto";
import { callMachine } from "#machines/call/machine.ts";
import type { CallEvent, CallInput } from "#machines/call/types.ts";
import type { CallHandle } from "#src/call/handle.ts";
import { leafStates } from "#src/call/snapshot.ts";
import { chartVersion } from "#src/call/version.ts";
import { runChart } from "./chart-run.ts";
import { type CallLogKind, formatVersion, type Header, type Step } from "./format.ts";
import { type LogFile, openLogFile } from "./log-file.ts";
import { redactEvent, redactInput } from "./redact-event.ts";
import { createWordRedactor } from "./redact-words.ts";

/** What a stand-in is drawn from: nobody can draw it again. */
const randoms = 2 ** 32;
/** More steps than this waiting to be written: the process has other worries. */
const mostWaiting = 5000;

export interface Recording {
  kind: CallLogKind;
  file: string;
  /** 32 bytes; needed for `encrypted`. */
  key?: Buffer;
  workspace: string;
  versions: { prompts: string; app: string };
  now: () => number;
  onProblem: (reason: string) => void;
}

/** Call it before the call is answered. Resolves when the call has ended and its log is on the disk; never rejects. */
export async function recordCallLog(handle: CallHandle, recording: Recording): Promise<void> {
  const { kind, onProblem, now } = recording;
  let file: LogFile | undefined;
  try {
    file = openLogFile(recording.file, kind === "encrypted" ? recording.key : undefined, onProblem);
    const writer = stepWriter(handle, recording, file);
    const waiting: Seen[] = [];
    let planned = false;
    let over = false;
    const giveUp = (reason: string): void => {
      if (!over) onProblem(`call log: ${reason}; the call goes on without it`);
      over = true;
    };
    const work = (): void => {
      planned = false;
      try {
        for (const seen of waiting.splice(0))
          if (!over && !writer.step(seen)) giveUp("redacted words behave otherwise");
      } catch (error) {
        giveUp(error instanceof Error ? error.name : typeof error);
      }
    };
    const senders = new WeakMap<object, string>();
    const watching = handle.actor.system.inspect((inspected) => {
      if (over || inspected.actorRef !== handle.actor) return;
      if (inspected.type === "@xstate.event") {
        const from = inspected.sourceRef;
        if (from !== undefined && from !== handle.actor && "id" in from && typeof from.id === "string")
          senders.set(inspected.event, from.id);
      }
      if (inspected.type !== "@xstate.snapshot") return;
      if (waiting.length >= mostWaiting) return giveUp("it cannot keep up");
      const { event, snapshot } = inspected;
      waiting.push({ at: now(), from: senders.get(event), event, snapshot });
      if (!planned) setImmediate(work);
      planned = true;
    });
    const outcome = await handle.ended;
    watching.unsubscribe();
    work();
    if (!over) writer.footer(outcome);
  } catch (error) {
    onProblem(`call log: ${error instanceof Error ? error.name : typeof error}; the call goes on without it`);
  } finally {
    await file?.close();
  }
}

interface Seen {
  at: number;
  from: string | undefined;
  event: { type: string };
  snapshot: object;
}

/**
 * Effects are what a second run of the chart, on the events as they are written, asks for: so nothing that was redacted comes
 * in through them. `step` is false when that run is in other states than the call.
 */
function stepWriter(handle: CallHandle, { kind, workspace, versions, now }: Recording, file: LogFile) {
  const redacts = kind === "redacted";
  const given = inputOf(handle.actor.getSnapshot().context);
  const input = redacts ? redactInput(given) : given;
  const words = createWordRedactor(() => randomInt(randoms) / randoms);
  const run = runChart(callMachine, input);
  let steps = 0;
  file.write({
    emaCallLog: formatVersion,
    kind,
    at: now(),
    startedAt: new Date().toISOString(),
    workspace,
    versions: { chart: chartVersion, ...versions },
    input: { ...input, ladder: [...input.ladder] },
  } satisfies Header);
  return {
    step({ at, from, event, snapshot }: Seen): boolean {
      const own = event.type.startsWith("xstate.");
      const written = own
        ? fromActor(event)
        : redacts
          ? redactEvent(event as CallEvent, words, run.context().keys)
          : event;
      const result = run.take(written);
      if ("value" in snapshot && !sameStates(leafStates(snapshot.value as never), result.leaves))
        return false;
      file.write({ at, ...(from === undefined ? {} : { from }), event: written, ...result } satisfies Step);
      steps++;
      return true;
    },
    footer: (outcome: string) => file.write({ steps, outcome }),
  };
}

const sameStates = (one: readonly string[], other: readonly string[]): boolean =>
  one.join(" ") === other.join(" ");

/** Of a timer and of an invoked actor's end the name; of its failure no more than its kind. */
function fromActor({ type, ...rest }: { type: string; error?: unknown; actorId?: unknown }): Step["event"] {
  const actor = "actorId" in rest ? { actorId: rest.actorId } : {};
  if (!("error" in rest)) return { type, ...actor };
  return { type, ...actor, error: rest.error instanceof Error ? rest.error.name : typeof rest.error };
}

/** The chart's memory begins with what it was given. */
function inputOf(context: CallInput): CallInput {
  const { callId, callerNumber, ladder, asksForRecording, endpointing, repromptMs, limitMs } = context;
  const { resumed, refusal, acknowledgeMs } = context;
  return {
    callId,
    ladder,
    asksForRecording,
    endpointing,
    repromptMs,
    limitMs,
    ...(callerNumber === undefined ? {} : { callerNumber }),
    ...(acknowledgeMs === undefined ? {} : { acknowledgeMs }),
    ...(resumed === undefined ? {} : { resumed }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}
