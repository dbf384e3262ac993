/**
 * Makes reports of what a call's log says: arithmetic on entries that are there anyway, after the fact. Nothing of the call waits
 * for it, and nothing passes through it.
 */
import type { CallEvent, Provider } from "#machines/call/types.ts";
import type { CallHandle, CallLogEntry } from "#src/call/handle.ts";
import type { CallUsage } from "#src/call/ports.ts";
import { errorType } from "./error-type.ts";
import { observeRequests } from "./observe-requests.ts";
import type { ModelRequest, Report, ToolRun } from "./report.ts";
import { TakenTurns } from "./taken-turns.ts";

export interface WatchedCall {
  callId: string;
  workspaceId: string;
  /** Taken over from a process that died. */
  resumed: boolean;
  /** The call's clock. */
  now: () => number;
}

export interface CallWatch {
  /** The meter that the call is to be given instead. */
  usage: (usage: CallUsage) => CallUsage;
  /** Once; from the call's beginning on. */
  begin: (handle: CallHandle) => void;
}

type AgentTurn = Extract<CallLogEntry, { kind: "turn" }>;

/** `report` is told as it happens; of a turn, when the agent has said its part. */
export function watchCall({ callId, workspaceId, resumed, now }: WatchedCall, report: Report): CallWatch {
  /** Between the call's clock and the epoch; taken once, so that no span of a call is stretched when the machine's clock is set. */
  const sinceEpoch = Date.now() - now();
  const toEpoch = (at: number): number => at + sinceEpoch;
  const takenTurns = new TakenTurns();
  const healthOf = new Map<Provider, string>();
  let requests: ModelRequest[] = [];
  let tools: ToolRun[] = [];
  let toolsSince: number | undefined;
  let stage = "welcome";
  /** Whose failure the log has just told. */
  let failing: Provider | undefined;
  /** When what is being said now was first heard, and what has just ended. */
  let soundedAt: number | undefined;
  let closing: number | undefined;
  /** Fixed phrases are there at once, and the log does not tell when they are heard. */
  let phraseAt: number | undefined;

  function note(entry: CallLogEntry): void {
    const evidence = takenTurns.note(entry);
    if (evidence !== undefined)
      report({ kind: "wronglyTaken", callId, at: toEpoch(entry.at), stage, evidence });
    switch (entry.kind) {
      case "event":
        return noteEvent(entry.event, entry.at);
      case "states":
        stage = entry.stage;
        for (const state of entry.entered) noteState(state, entry.at);
        failing = undefined;
        return;
      case "effect":
        return noteEffect(entry.name, entry.at);
      case "tool":
        tools.push({
          name: entry.name,
          startedAt: toEpoch(toolsSince ?? entry.at),
          endedAt: toEpoch(entry.at),
        });
        toolsSince = entry.at;
        return;
      case "turn":
        if (entry.speaker === "tenant") return report({ kind: "taken", callId, stage: entry.stage });
        return noteAgentTurn(entry);
      case "webhook":
      case "problem":
        return;
    }
  }

  function noteEvent(event: CallEvent, at: number): void {
    if (event.type === "playout.started") soundedAt ??= event.at;
    if (event.type === "hazard.heard")
      report({ kind: "hazard", callId, at: toEpoch(at), category: event.category });
    if (event.type === "provider.failed" || event.type === "provider.degraded") {
      failing = event.provider;
      noteFailure(event.provider, errorType(event.reason), at);
    }
  }

  function noteFailure(provider: Provider, error: string, at: number): void {
    report({ kind: "failure", callId, at: toEpoch(at), provider, error });
  }

  function noteState(state: string, at: number): void {
    if (state === "live.turn.responding.toolCalling") toolsSince = at;
    if (state.startsWith("live.turn.responding") || state === "live.turn.listening") phraseAt = undefined;
    if (state === "live.turn.announcing" || state === "live.turn.recovering") phraseAt ??= at;
    const [, provider, health] = /^live\.health\.(stt|llm|tts)\.(\w+)$/.exec(state) ?? [];
    if (!isProvider(provider) || health === undefined || healthOf.get(provider) === health) return;
    healthOf.set(provider, health);
    // The chart's own verdict, on a model that is late or ears that hear nothing, is no event of the log.
    if (isFailing(health) && failing !== provider) noteFailure(provider, verdicts[provider], at);
    report({ kind: "health", callId, provider, state: health });
  }

  function noteEffect(name: string, at: number): void {
    if (name === "resumePlayout" || name === "resumeClause") report({ kind: "resumed", callId });
    // Its turn follows in the log, unless nothing of it was heard.
    if (name === "recordAgentTurn") {
      closing = soundedAt ?? phraseAt;
      soundedAt = undefined;
      // One phrase may follow another without the state being left.
      phraseAt = phraseAt === undefined ? undefined : at;
    }
  }

  function noteAgentTurn({ at, latency, interrupted, stage }: AgentTurn): void {
    const sounded = closing ?? at;
    closing = undefined;
    const startedAt = toEpoch(sounded - (latency?.wait_ms ?? 0));
    const [own, others] = [
      requests.filter((each) => each.startedAt >= startedAt),
      requests.filter((each) => each.startedAt < startedAt),
    ];
    report({
      kind: "turn",
      callId,
      stage,
      startedAt,
      soundedAt: toEpoch(sounded),
      endedAt: toEpoch(at),
      interrupted,
      ...(latency === undefined ? {} : { latency }),
      tools,
      requests: own,
    });
    tools = [];
    requests = others;
    tellRequests();
  }

  function tellRequests(): void {
    if (requests.length > 0) report({ kind: "requests", callId, requests });
    requests = [];
  }

  return {
    usage: (usage) =>
      observeRequests(
        usage,
        () => toEpoch(now()),
        (request) => requests.push(request),
      ),
    begin(handle) {
      report({ kind: "began", callId, at: toEpoch(now()), workspaceId, resumed });
      handle.observe(note);
      void handle.ended.then((outcome) => {
        tellRequests();
        report({ kind: "ended", callId, at: toEpoch(now()), outcome });
      });
    },
  };
}

const isFailing = (health: string): boolean => ["reopened", "degraded", "down"].includes(health);
const verdicts = { stt: "deaf", llm: "timeout", tts: "_OTHER" } as const satisfies Record<Provider, string>;

const isProvider = (name: string | undefined): name is Provider =>
  name === "stt" || name === "llm" || name === "tts";
