/** The simulated caller at work. */
import type { CallHandle } from "#src/call/handle.ts";
import { Acts } from "./acts.ts";
import type { SpeechPort } from "./begin-line.ts";
import type { CallerLine } from "./caller-line.ts";
import type { ScenarioCaller } from "./caller-schema.ts";
import { Floor } from "./floor.ts";
import { playPersona } from "./persona.ts";
import { followScript } from "./script.ts";
import type { SpokenLine } from "./speech.ts";
import type { Timers } from "./timers.ts";

/** The call, as far as the caller takes part in it. */
export interface CallersCall {
  handle: CallHandle;
  line: CallerLine;
  speech: SpeechPort;
  timers: Timers;
  /** The audio of every line of `linesOf(caller)`, by its text. */
  lines: ReadonlyMap<string, SpokenLine>;
  /** A human took over: the caller leaves the script, talks to them for a moment and hangs up. */
  humanAnswered: Promise<void>;
}

export interface Caller {
  /** Resolves when the caller's part is over to what could not be carried out as written; empty when all was. */
  finished: Promise<readonly string[]>;
  /** The call is over. */
  stop(): void;
}

const talksToHumanMs = 2_000;

export function startCaller(caller: ScenarioCaller, call: CallersCall): Caller {
  const problems: string[] = [];
  const floor = new Floor(call.handle, call.line);
  const acts = new Acts(floor, call.line, call.speech, call.lines, problems);
  /** What was left of the script then is no problem. */
  let beforeHuman: readonly string[] | undefined;
  let callOff = (): void => {};
  const stop = (): void => {
    callOff();
    floor.close();
  };
  void call.humanAnswered.then(() => {
    if (floor.over) return;
    beforeHuman = [...problems];
    floor.close();
    callOff = call.timers.after(talksToHumanMs, () => acts.hangUp());
  });
  void call.handle.ended.then(stop, stop);
  const finished = play(caller, floor, acts, problems).then(() => beforeHuman ?? problems);
  return { finished, stop };
}

async function play(
  { persona, events = [], script = [] }: ScenarioCaller,
  floor: Floor,
  acts: Acts,
  problems: string[],
): Promise<void> {
  if (persona !== undefined) await playPersona(persona, events, floor, acts, problems);
  else await followScript(script, floor, acts, problems);
}
