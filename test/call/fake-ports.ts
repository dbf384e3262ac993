/** Ports that remember what was asked of them; whatever the outside would do is done by hand. */
import type { CallEvent } from "#machines/call/types.ts";
import type {
  CallPorts,
  Dialogue,
  Heard,
  OutboundEvent,
  ReplyPart,
  ReplyRequest,
  ToolOutcome,
  UtteranceEvents,
} from "#src/call/ports.ts";

export interface Said {
  pieces: string[];
  released: boolean;
  ended: boolean;
  dropped: boolean;
  events: UtteranceEvents;
  heard: Heard;
}

export function fakePorts(dialogue: Partial<Dialogue> = {}) {
  const utterances: Said[] = [];
  const sent: OutboundEvent[] = [];
  const requests: ReplyRequest[] = [];
  const asked: string[] = [];
  let send: (event: CallEvent) => void = () => {};

  const ports: CallPorts = {
    clock: { now: () => performance.now() },
    hearing: {
      start: (toChart) => (send = toChart),
      askEndOfTurn: () => asked.push("askEndOfTurn"),
      reopen: () => asked.push("reopen"),
      useSecond: () => asked.push("useSecond"),
      close: async () => void asked.push("close hearing"),
    },
    voice: {
      begin(events) {
        const said: Said = {
          pieces: [],
          released: false,
          ended: false,
          dropped: false,
          events,
          heard: { text: "", complete: false, playedMs: 0 },
        };
        utterances.push(said);
        return {
          say: (sentence) => said.pieces.push(sentence),
          phrase: (name) => said.pieces.push(`<${name}>`),
          filler: (name) => said.pieces.push(`<${name}>`),
          release: () => (said.released = true),
          end: () => (said.ended = true),
          drop: () => (said.dropped = true),
          heard: () => said.heard,
        };
      },
      isReady: (sentence) => sentence === "Okay.",
      pause: () => asked.push("pause"),
      resume: () => asked.push("resume"),
      resumeClause: () => asked.push("resumeClause"),
      use: (synthesis) => asked.push(`use ${synthesis}`),
      soundedAt: () => performance.now(),
      close: () => asked.push("close voice"),
    },
    dialogue: {
      async *reply(request): AsyncGenerator<ReplyPart> {
        requests.push(request);
        yield { type: "text", text: "I see. What is the address?" };
      },
      runTool: async (): Promise<ToolOutcome> => ({ result: "done", events: [], followUp: false }),
      hazardsIn: () => [],
      ...dialogue,
    },
    outbox: { enqueue: (event) => sent.push(event) },
    line: {
      transfer: async (number) => void asked.push(`transfer ${number}`),
      hangUp: () => asked.push("hangUp"),
      startRecording: () => asked.push("startRecording"),
    },
  };
  return {
    ports,
    utterances,
    sent,
    requests,
    asked,
    send: (...events: CallEvent[]) => events.forEach((event) => send(event)),
    last(): Said {
      const said = utterances.at(-1);
      if (!said) throw new Error("nothing has been said");
      return said;
    },
  };
}
