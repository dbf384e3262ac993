/** Plays scenarios and takes a person's calls, on the engines of this process. */
import type { PlaceCall, PlacedCall, WebhookDestination } from "#src/simulate/stage-call.ts";
import { stageCall } from "#src/simulate/stage-call.ts";
import { openCallerLine } from "#src/simulate/caller-line.ts";
import { comfortNoiseRms, noiseLoop } from "#src/simulate/noise.ts";
import type { Synthesize } from "#src/simulate/speech.ts";
import { createTelephone } from "#src/simulate/telephone.ts";
import { realTimers, type Timers, within } from "#src/simulate/timers.ts";
import { type AskedLine, type LineListener, type TrialAgent, type TrialLine, TrialRefusal } from "./agent.ts";
import { startMicrophone } from "./microphone.ts";
import type { TrialScenario } from "./scenarios.ts";
import { startTyping } from "./typing.ts";

export interface LocalAgentOptions {
  place: PlaceCall;
  synthesize: Synthesize;
  workspaces: readonly string[];
  scenarios: readonly TrialScenario[];
  webhooks: WebhookDestination;
  /** Whether the engines were started with a recognizer. */
  recognition: boolean;
  /** Calls at once; each takes a good tenth of a core. */
  callLimit?: number;
  /** One line for the terminal. */
  onProblem: (reason: string) => void;
  timers?: Timers;
}

const usualCallLimit = 6;
/** What a call may take to end once it was hung up. */
const hangUpLimitMs = 10_000;
const flushLimitMs = 10_000;
/** On a simulated telephone, people answer and have nothing to say. */
const talksToHumanMs = 2_000;
const tenantsNumber = "+15555550142";

export function createLocalAgent(options: LocalAgentOptions): TrialAgent {
  const { timers = realTimers, callLimit = usualCallLimit, webhooks, place, synthesize } = options;
  /** What ends each call that is going on, or about to. */
  const running = new Map<string, Running>();
  let closing = false;

  /** Takes a call's room before anything is waited for. */
  function begin(sessionId: string, workspaceId: string): Running {
    if (closing) throw new TrialRefusal("notReady", "The system is being stopped; start it again.");
    if (!options.workspaces.includes(workspaceId))
      throw new TrialRefusal("notFound", "There is no such workspace; choose one of the list.");
    if (running.size >= callLimit)
      throw new TrialRefusal("busy", `${callLimit} calls are going on already; wait until one has ended.`);
    const one: Running = { sessionId, over: Promise.withResolvers<void>() };
    running.set(sessionId, one);
    return one;
  }

  /** It came to nothing. */
  function giveUp(one: Running, error: unknown): TrialRefusal {
    running.delete(one.sessionId);
    one.over.resolve();
    // What went wrong may quote what the caller was to say.
    return error instanceof TrialRefusal
      ? error
      : new TrialRefusal("failed", "The call could not be placed; try again, or start the system again.");
  }

  /** Whatever the call held is let go once it has ended and told everything. */
  async function settle(one: Running, call: PlacedCall, release: () => void): Promise<void> {
    one.call = call;
    if (closing) call.handle.send({ type: "call.hungUp", by: "network" });
    try {
      await call.handle.ended;
      release();
      await within(timers, flushLimitMs, call.flushWebhooks());
      await call.close();
    } catch {
      options.onProblem("a call that had ended could not be closed as it should");
    } finally {
      running.delete(one.sessionId);
      one.over.resolve();
    }
  }

  async function play(sessionId: string, scenarioId: string): Promise<void> {
    const found = options.scenarios.find(({ id }) => id === scenarioId);
    if (found === undefined)
      throw new TrialRefusal("notFound", "There is no such scenario; choose one of the list.");
    const { scenario } = found;
    const one = begin(sessionId, scenario.workspace);
    try {
      const staged = await stageCall(scenario, {
        callId: sessionId,
        place,
        synthesize,
        timers,
        seed: 1,
        recognition: "scripted",
        webhooks,
      });
      const caller = staged.begin();
      const callOff = timers.after(scenario.limitMs, () =>
        staged.call.handle.send({ type: "call.hungUp", by: "caller" }),
      );
      void settle(one, staged.call, () => {
        callOff();
        caller.stop();
        staged.line.close();
      });
    } catch (error) {
      throw giveUp(one, error);
    }
  }

  async function open(asked: AskedLine, listener: LineListener): Promise<TrialLine> {
    const { sessionId, workspaceId, mode } = asked;
    if (mode === "talk" && !options.recognition)
      throw new TrialRefusal(
        "noRecognition",
        "Speech is recognized where Debian's pocketsphinx and pocketsphinx-en-us are installed; type instead.",
      );
    const one = begin(sessionId, workspaceId);
    const noise = noiseLoop({ rms: comfortNoiseRms, telephone: false, seed: 1 });
    const line = openCallerLine({ timers, noise, remembers: false });
    const telephone = createTelephone(timers, "answers");
    try {
      const call = await place({
        callId: sessionId,
        workspaceId,
        callerNumber: tenantsNumber,
        engines: {},
        recognition: mode === "talk" ? "real" : "scripted",
        audioIn: line,
        audioOut: {
          write: ({ buffer, byteOffset, byteLength }) =>
            listener.audio(new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength))),
          leadMs: 0,
          queuedMs: () => 0,
          clear: () => 0,
        },
        line: telephone.line,
        webhooks,
        toolDelayMs: 0,
      });
      const { handle, speech } = call;
      const typing = startTyping({ line, speech, synthesize, timers, onProblem: listener.problem });
      const hear = startMicrophone(line);
      void settle(one, call, () => {
        typing.close();
        line.close();
      });
      void telephone.humanAnswered.then(() => {
        listener.problem("You were put through to a person; this call ends here.");
        timers.after(talksToHumanMs, () => handle.send({ type: "call.hungUp", by: "caller" }));
      });
      void handle.ended.then(listener.ended, () => listener.ended("lineLost"));
      handle.send({ type: "call.answered", at: call.clockNow() });
      return {
        say: (text) => (mode === "type" ? typing.say(text) : listener.problem("Speak: this call is talked.")),
        audio: (frame) => (mode === "talk" ? hear(frame) : undefined),
        key: (digit) => handle.send({ type: "dtmf.pressed", digit }),
        hangUp() {
          typing.close();
          line.cut();
          speech.cut();
          handle.send({ type: "call.hungUp", by: "caller" });
        },
      };
    } catch (error) {
      line.close();
      throw giveUp(one, error);
    }
  }

  return {
    recognition: options.recognition,
    play,
    open,
    async close() {
      closing = true;
      const all = [...running.values()];
      for (const { call } of all) call?.handle.send({ type: "call.hungUp", by: "network" });
      await within(timers, hangUpLimitMs + flushLimitMs, Promise.all(all.map(({ over }) => over.promise)));
    },
  };
}

interface Running {
  sessionId: string;
  /** Absent as long as it is being placed. */
  call?: PlacedCall;
  over: PromiseWithResolvers<void>;
}
