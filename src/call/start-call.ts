/** Runs one call: an actor of the chart, its ports, its log. */
import { createActor } from "xstate";
import { callMachine } from "#machines/call/machine.ts";
import { outcomeOf } from "#machines/call/outcome.ts";
import type { CallEvent, CallInput, Outcome, Stage } from "#machines/call/types.ts";
import { human, phrase, tool } from "./actors.ts";
import { Conversation } from "./conversation.ts";
import { effects } from "./effects.ts";
import type { CallHandle } from "./handle.ts";
import { enroll, guarded, type LiveCall, release } from "./live-call.ts";
import { callLog } from "./log.ts";
import type { CallPorts } from "./ports.ts";
import { reply } from "./reply.ts";
import { activeStates, leafStates, stageOf, toolsOf } from "./snapshot.ts";
import { TurnTrace } from "./trace.ts";
import { watchSilence } from "./watchdog.ts";
import { isEcho } from "./echo.ts";

const carriedOut = (chart: typeof callMachine) =>
  chart.provide({ actors: { reply, phrase, tool, human }, actions: effects });
/** Provided once: doing it for every call would cost 67 KiB each. */
const machine = carriedOut(callMachine);

export interface CallSetup {
  input: CallInput;
  ports: CallPorts;
  /** Told in `call_initiated`: dialled and calling number, versions. */
  metadata: Record<string, string>;
  /** `call_initiated` was sent by a process that died; it is not sent again. */
  told?: boolean;
  /** Another chart than the written one: tests break it on purpose. */
  chart?: typeof callMachine;
}

/** Starts a call in `ringing`; `call.answered` makes it live. Throws when the call's id is in use. */
export function startCall({ input, ports, metadata, told = false, chart }: CallSetup): CallHandle {
  const actor = createActor(chart === undefined ? machine : carriedOut(chart), { id: input.callId, input });
  const log = callLog(ports.clock);
  let stage: Stage = "welcome";

  const send = (event: CallEvent): void => {
    if (actor.getSnapshot().status !== "active") return;
    if ((event.type === "stt.interim" || event.type === "stt.final") && isOurs(event))
      return log.write({ kind: "problem", reason: "echo of our own voice" });
    log.write({ kind: "event", event });
    if (event.type === "stt.interim" || event.type === "stt.final")
      warnOfHazards(event.text, event.type === "stt.interim");
    if (event.type === "stt.final") call.trace.mark("stt_final_ms", event.at);
    if (event.type.startsWith("vad.") || event.type.startsWith("stt.")) watchdog.heardCaller();
    if (event.type === "vad.speechEnded") call.trace.mark("vad_ms", event.at);
    actor.send(event);
  };
  /** The voice that the words came from began while something of ours was being heard, and the words are ours. */
  const isOurs = ({ type, text }: Extract<CallEvent, { type: "stt.interim" | "stt.final" }>): boolean => {
    if (actor.getSnapshot().context.speechStartedAt > ports.voice.soundedAt()) return false;
    const heard = call.speaking?.utterance.heard().text ?? call.conversation.lastOfAgent;
    return isEcho(text, heard, type === "stt.final" ? "final" : "interim");
  };
  /** Before the words themselves are told, so that the instruction starts in the same step as the interim. */
  const warnOfHazards = (text: string, unfinished: boolean): void =>
    guarded(call, "hazardsIn", () => {
      const { finals, hazards } = actor.getSnapshot().context;
      for (const category of ports.dialogue.hazardsIn(`${finals} ${text}`.trim(), unfinished))
        if (!hazards.includes(category)) send({ type: "hazard.heard", category });
    });

  const call: LiveCall = {
    ports,
    conversation: new Conversation(),
    trace: new TurnTrace(),
    metadata,
    told,
    startedAt: new Date(),
    speaking: undefined,
    toolOutcomes: [],
    failing: new Set(),
    send,
    stage: () => stage,
    context: () => actor.getSnapshot().context,
    situation: () => {
      const snapshot = actor.getSnapshot();
      const { facts, expects, callerNumber, hazards } = snapshot.context;
      return {
        stage,
        facts,
        expects,
        hazards,
        tools: toolsOf(snapshot),
        ...(callerNumber === undefined ? {} : { callerNumber }),
      };
    },
    log: log.write,
  };
  enroll(input.callId, call);

  const watchdog = watchSilence(ports.clock, () => ports.voice.soundedAt(), send);
  const ended = new Promise<Outcome>((resolve) => {
    const finish = (outcome: Outcome) => {
      watchdog.stop();
      guarded(call, "close voice", () => ports.voice.close());
      ports.hearing
        .close()
        .catch((error: unknown) =>
          log.write({
            kind: "problem",
            reason: `close hearing: ${error instanceof Error ? error.name : typeof error}`,
          }),
        )
        .finally(() => {
          release(input.callId);
          resolve(outcome);
        });
    };
    let active = new Set<string>();
    actor.subscribe({
      next(snapshot) {
        stage = stageOf(snapshot) ?? stage;
        watchdog.note(snapshot.hasTag("ours"));
        const now = activeStates(snapshot.value);
        const entered = now.filter((state) => !active.has(state));
        active = new Set(now);
        if (entered.length > 0)
          log.write({ kind: "states", entered, leaves: leafStates(snapshot.value), stage });
      },
      complete: () => finish(outcomeOf(actor.getSnapshot().context)),
      error: (error) => {
        watchdog.stop();
        log.write({
          kind: "problem",
          reason: `chart: ${error instanceof Error ? error.name : typeof error}`,
        });
        lastResort(input, ports).then(finish, () => finish("lineLost"));
      },
    });
  });

  actor.start();
  return {
    id: input.callId,
    actor,
    send,
    view: () => {
      const snapshot = actor.getSnapshot();
      const { status, context, value } = snapshot;
      return {
        status: status === "stopped" ? "done" : status,
        states: leafStates(value),
        stage,
        facts: context.facts,
        ...(status === "done" ? { outcome: outcomeOf(context) } : {}),
      };
    },
    observe: log.observe,
    ended,
  };
}

/** The chart itself broke: the caller is put through to a human, not hung up on. */
async function lastResort({ ladder }: CallInput, { line }: CallPorts): Promise<Outcome> {
  for (const number of ladder) {
    try {
      await line.transfer(number, AbortSignal.timeout(30_000));
      return "withHuman";
    } catch {
      continue;
    }
  }
  return "lineLost";
}
