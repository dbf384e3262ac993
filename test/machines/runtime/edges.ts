/** What lies outside a call and is no provider: an audio sink, a line, a queue, tools that wait. */
import type {
  AudioSink,
  Clock,
  Dialogue,
  Line,
  OutboundEvent,
  Outbox,
  ToolOutcome,
} from "#src/call/ports.ts";

/** Plays in virtual time. `stuck`: what was written is never heard, and never dropped by itself. */
export function virtualSink(clock: Clock): AudioSink & { stuck: boolean; broken: boolean } {
  let until = 0;
  let kept = 0;
  const sink = {
    leadMs: 40,
    stuck: false,
    broken: false,
    write() {
      if (sink.broken) throw new Error("closed");
      until = Math.max(until, clock.now()) + 20;
      if (sink.stuck) kept += 20;
    },
    queuedMs: () => (sink.stuck ? kept : Math.max(0, until - clock.now())),
    clear() {
      const left = Math.max(0, until - clock.now());
      until = clock.now();
      return left;
    },
  };
  return sink;
}

interface Human {
  number: string;
  answers(): void;
  refuses(): void;
}

export function lineOfHumans(): Line & { humans: Human[]; hungUp: number; recordings: number } {
  const line = {
    humans: [] as Human[],
    hungUp: 0,
    recordings: 0,
    transfer: (number: string) =>
      new Promise<void>((answers, fails) => {
        line.humans.push({ number, answers, refuses: () => fails(new Error("busy")) });
      }),
    hangUp: () => void line.hungUp++,
    startRecording: () => void line.recordings++,
  };
  return line;
}

export function collectingOutbox(): Outbox & { sent: OutboundEvent[] } {
  const sent: OutboundEvent[] = [];
  return { sent, enqueue: (event) => void sent.push(event) };
}

interface WaitingTool {
  goesOn(): void;
  fails(): void;
}

/** The real dialogue, but tools wait to be let go, and the script can be broken. */
export function waitingTools(dialogue: Dialogue) {
  const tools: WaitingTool[] = [];
  const state = { scriptBroken: false };
  const wrapped: Dialogue = {
    ...dialogue,
    reply(request, signal) {
      if (state.scriptBroken && request.brain === "script") throw new TypeError("broken");
      return dialogue.reply(request, signal);
    },
    runTool: (call, situation, signal) =>
      new Promise<ToolOutcome>((resolve, reject) => {
        const goesOn = () => void dialogue.runTool(call, situation, signal).then(resolve, reject);
        tools.push({ goesOn, fails: () => reject(new TypeError("broken")) });
      }),
  };
  return { dialogue: wrapped, tools, state };
}
