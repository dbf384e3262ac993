/** The reply that `responding` invokes: model, sentences, voice, tools' results. Stopped when the chart leaves the state. */
import { fromCallback } from "xstate";
import type { Brain, CallEvent, ReplyCommand } from "#machines/call/types.ts";
import { guarded, liveCall, type LiveCall, noteWorking, reporting } from "./live-call.ts";
import { type HistoryItem, ReplyFailed, type Utterance } from "./ports.ts";
import { SentenceSplitter } from "./sentences.ts";
import { beginUtterance } from "./utterance.ts";

/** A sentence after which nothing has come for so long is not kept waiting for what comes: often it is a tool's arguments. */
const idleMs = 40;

/** A model that calls tool after tool without end is stopped. */
const maxRounds = 5;

export const reply = fromCallback<ReplyCommand, { callId: string; brain: Brain; words: string }>(
  ({ input, sendBack, receive }) => {
    const call = liveCall(input.callId);
    const stopped = new AbortController();
    const send = reporting(call, sendBack, stopped.signal);
    const utterance = beginUtterance(call, send, "reply");
    const tools = toolResults();
    call.toolOutcomes = [];
    receive((command) => {
      if (command.type === "reply.released") utterance.release();
      else tools.arrived();
    });
    // A microtask later the chart has finished its step, so that stage and facts are those of the state just entered.
    queueMicrotask(() => {
      generate({ call, utterance, send, tools, signal: stopped.signal, ...input }).catch((error: unknown) => {
        if (stopped.signal.aborted) return;
        const reason = error instanceof ReplyFailed ? error.reason : "unexpected error";
        call.log({ kind: "problem", reason: `reply: ${reason}` });
        send({ type: "provider.failed", provider: "llm", reason });
        // What was already generated may still be heard; the chart goes on after it.
        utterance.end();
      });
    });
    return () => {
      stopped.abort();
      tools.arrived();
      guarded(call, "drop", () => utterance.drop());
    };
  },
);

interface Generation {
  call: LiveCall;
  utterance: Utterance;
  send: (event: CallEvent) => void;
  tools: ReturnType<typeof toolResults>;
  signal: AbortSignal;
  brain: Brain;
  words: string;
}

async function generate({ call, utterance, send, tools, signal, brain, words }: Generation): Promise<void> {
  const { clock, dialogue } = call.ports;
  const before: HistoryItem[] = [...call.conversation.items];
  if (words !== "") before.push({ role: "tenant", text: words });
  const since: HistoryItem[] = [];
  let spoke = false;

  for (let round = 0; round < maxRounds && !signal.aborted; round++) {
    const splitter = new SentenceSplitter((sentence) => call.ports.voice.isReady(sentence));
    let text = "";
    let toolCalls = 0;
    let begun = false;
    const say = (pieces: readonly string[]) => {
      for (const piece of pieces) {
        if (!spoke) call.trace.mark("first_sentence_ms", clock.now());
        spoke = true;
        utterance.say(piece);
      }
    };
    // A tool may have run before the stream that asked for it has ended.
    const ran = call.conversation.items.length;
    const request = { brain, situation: call.situation(), history: [...before, ...since] };
    let idle: NodeJS.Timeout | undefined;
    try {
      for await (const part of dialogue.reply(request, signal)) {
        clearTimeout(idle);
        if (signal.aborted) return;
        if (!begun) send({ type: "llm.started", at: clock.now() });
        begun = true;
        if (brain === "model") noteWorking(call, "llm", send);
        if (part.type === "text") {
          if (text === "" && !spoke) call.trace.mark("first_token_ms", clock.now());
          text += part.text;
          say(splitter.push(part.text));
          if (splitter.mayBeWhole)
            idle = setTimeout(() => {
              if (!signal.aborted) say(splitter.flush());
            }, idleMs);
        } else {
          toolCalls++;
          send({ type: "llm.toolCalled", call: part.call });
        }
      }
    } finally {
      clearTimeout(idle);
    }
    if (signal.aborted) return;
    say(splitter.flush());
    if (round === 0 && text.trim() === "" && toolCalls === 0) throw new ReplyFailed("empty reply");
    if (toolCalls === 0) break;

    await tools.wait(toolCalls);
    if (signal.aborted) return;
    const outcomes = call.toolOutcomes.splice(0);
    if (text.trim() !== "") since.push({ role: "agent", text: text.trim(), interrupted: false });
    since.push(...call.conversation.items.slice(ran).filter((item) => item.role === "tool"));
    const endsReply = outcomes.some(({ events }) =>
      events.some(({ type }) => type === "call.endRequested" || type === "transfer.requested"),
    );
    if (endsReply || (spoke && !outcomes.some(({ followUp }) => followUp))) break;
  }
  utterance.end();
}

/** Counts results as they arrive; `wait` resolves when so many more have come than were waited for before. */
function toolResults() {
  let count = 0;
  let check = () => {};
  return {
    arrived(): void {
      count++;
      check();
    },
    wait(expected: number): Promise<void> {
      return new Promise((resolve) => {
        check = () => {
          if (count < expected) return;
          count -= expected;
          check = () => {};
          resolve();
        };
        check();
      });
    },
  };
}
