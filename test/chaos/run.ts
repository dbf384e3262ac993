/** Runs one plan in virtual time, with everything that must hold looked at on the way. */
import type { callMachine } from "#machines/call/machine.ts";
import type { Outcome } from "#machines/call/types.ts";
import { createMonitor } from "#src/rules/monitor.ts";
import { observeSteps } from "#src/rules/step.ts";
import { perform } from "./acts.ts";
import { callUnderTest, type CallUnderTest } from "./call-under-test.ts";
import { lineOf } from "./event-log.ts";
import { createMoments } from "./moments.ts";
import { isSafety, type Plan } from "./plan.ts";
import { judgeDelivery, judgeEnd } from "./settle.ts";
import { takeTime, turnOfTheLoop, type VirtualTime } from "./virtual-time.ts";
import { createWatch, type Watch } from "./watch.ts";

export interface RunResult {
  outcome: Outcome | undefined;
  /** What was broken, and how. Empty when all held. */
  broken: Readonly<Record<string, string>>;
  /** What happened, one line each. */
  log: readonly string[];
  silence: Watch["silence"];
  /** Length of the call and number of its turns. */
  ms: number;
  turns: number;
}

export interface RunOptions {
  /** Longest silence in our turn. */
  silenceMs: number;
  /** Another chart than the written one. */
  chart?: typeof callMachine;
  /** Timers that are left over are told with who made them. */
  traced?: boolean;
}

const answeredAfterMs = 100;
/** The end of a call at its limit: a phrase under way, the ladder, a phrase, a caller who does not leave. */
const graceMs = 300_000;
/** Nothing may hold a process back after its call. */
const releasedWithinMs = 60_000;
/** Until a receiver that is up again has everything: its longest `Retry-After` and our longest backoff, and slack. */
const deliveredWithinMs = 3_600_000;

export async function run(plan: Plan, { silenceMs, chart, traced = false }: RunOptions): Promise<RunResult> {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  process.on("unhandledRejection", onError);
  const time = takeTime(onError, traced);
  const log: string[] = [];
  const watch: Watch = createWatch(() => call, time.now, silenceMs);
  const moments = createMoments(time.sleep);
  const call: CallUnderTest = callUnderTest({
    plan,
    time,
    ...(chart === undefined ? {} : { chart }),
    onProblem: (reason) => watch.problem(reason),
    witness: {
      onPhrase(name) {
        watch.phraseBegan(name);
        if (isSafety(name)) moments.happens("safetyBegins");
      },
      onFinished: (given, claimed) => watch.finished(given, claimed),
    },
  });
  const { handle } = call;
  const monitor = createMonitor();
  let turns = 0;
  const ended: { outcome?: Outcome } = {};
  try {
    handle.observe((entry) => {
      const line = lineOf(entry);
      if (line !== undefined) log.push(line);
      if (entry.kind === "turn") turns++;
      watch.note(entry);
      moments.note(entry);
    });
    observeSteps(handle.actor, (step) => monitor.step(step));
    void handle.ended.then((outcome) => (ended.outcome = outcome));
    const stage = {
      pace: plan.pace,
      moments,
      now: time.now,
      sleep: time.sleep,
      hears: (event: Parameters<typeof handle.send>[0]) => call.ears.hears(event),
      sends: (event: Parameters<typeof handle.send>[0]) => handle.send(event),
      agentSaid: () => watch.agentSaid,
      voiced: (is: boolean) => watch.voiced(is),
    };
    void time.sleep(answeredAfterMs).then(() => handle.send({ type: "call.answered", at: time.now() }));
    for (const track of plan.tracks) perform(track, stage).catch(onError);

    const until = plan.input.limitMs + graceMs;
    while (ended.outcome === undefined && time.now() < until) {
      await time.next(until);
      watch.look();
    }
    const ms = time.now();
    const { outcome } = ended;
    if (outcome === undefined) watch.breaks("every call ends", `it is in ${handle.view().states.join(" ")}`);
    await afterwards(call, time, watch, plan);
    for (const rule of monitor.broken()) watch.breaks(rule.split(": ")[1] ?? rule, rule);
    for (const error of errors)
      watch.breaks(
        "nothing throws where nobody listens",
        error instanceof Error ? (error.stack ?? "") : typeof error,
      );
    return { outcome, broken: Object.fromEntries(watch.broken), log, silence: watch.silence, ms, turns };
  } finally {
    time.giveBack();
    process.off("unhandledRejection", onError);
  }
}

/** The call is over: what it told is delivered, and what it held is let go. */
async function afterwards(call: CallUnderTest, time: VirtualTime, watch: Watch, plan: Plan): Promise<void> {
  call.sink.close();
  const left = () => {
    const { waiting, inMemory } = call.outbox.pending();
    return waiting + inMemory;
  };
  const faultsOver = time.now() + deliveredWithinMs;
  while (left() > 0 && time.now() < faultsOver) await time.next(faultsOver);
  judgeEnd(call, watch);
  judgeDelivery(
    call,
    watch,
    plan.faults.some(({ edge }) => edge === "disk"),
  );
  await call.close();
  const released = time.now() + releasedWithinMs;
  while (time.waiting().length > 0 && time.now() < released) await time.next(released);
  await turnOfTheLoop();
  const waiting = time.waiting();
  if (waiting.length > 0 && call.handle.view().status === "done")
    watch.breaks("nothing is left after the end", `${waiting.length} timers, the first ${waiting[0]}`);
}
