/** What callers, the line and our own parts do to a call, each as a plan of its own in virtual time. */
import type { Act, Answer, Fault, Human, Plan, Trigger } from "../chaos/plan.ts";

export interface Situation {
  name: string;
  /** In a few words, for the table. */
  heard: string;
  plan: Plan;
}

const forGood = 10_000_000;
const after = (on: Trigger["on"], delayMs = 300, waitMs = 15_000): Trigger => ({ on, waitMs, delayMs });

type Speech = Extract<Act, { kind: "speaks" }>;
const says = (words: string, trigger = after("agentSilent"), more: Partial<Speech> = {}): Act => ({
  kind: "speaks",
  trigger,
  words,
  ms: 250 * words.split(" ").length,
  pauses: [],
  started: "once",
  ended: "once",
  interims: 2,
  final: "once",
  ...more,
});
const hangsUp: Act = { kind: "hangsUp", by: "caller", trigger: after("agentSilent", 4000, 60_000) };
const problem = says("A pipe burst under my kitchen sink.");
const talk = [problem, says("Everyone is safe."), says("Water is pouring out.")];

interface Given {
  tracks?: Act[][];
  faults?: Fault[];
  answers?: Answer[];
  humans?: Human[];
  input?: Partial<Plan["input"]>;
  pace?: Partial<Plan["pace"]>;
}

const plan = ({
  tracks = [[...talk, hangsUp]],
  faults = [],
  answers = [],
  humans = [],
  input,
  pace,
}: Given): Plan => ({
  input: {
    repromptMs: 7000,
    limitMs: 1_800_000,
    asksForRecording: false,
    withheld: false,
    humans: 3,
    resumed: false,
    ...input,
  },
  pace: {
    firstTokenMs: 400,
    tokenMs: 20,
    firstByteMs: 300,
    letterMs: 60,
    phraseMs: 3000,
    finalMs: 300,
    endOfTurnMs: 20,
    answerMs: 100,
    ...pace,
  },
  answers,
  humans,
  tracks,
  faults,
});

const acts = (name: string, heard: string, ...track: Act[]): Situation => ({
  name,
  heard,
  plan: plan({ tracks: [[...track, hangsUp]] }),
});
const fails = (name: string, heard: string, ...faults: Fault[]): Situation => ({
  name,
  heard,
  plan: plan({ faults }),
});
const person = (does: Human["does"], afterMs: number): Human => ({ does, afterMs, leaves: true });
const toHuman: Act = { kind: "keys", digits: "0", gapMs: 100, trigger: after("agentSilent", 500) };

export const situations: readonly Situation[] = [
  acts(
    "Turn: the final comes 1.2 s late",
    "One answer.",
    says("A pipe burst.", undefined, { final: "late" }),
    ...talk.slice(1),
  ),
  acts(
    "Turn: the final comes twice",
    "One answer.",
    says("A pipe burst in the kitchen.", undefined, { final: "twice" }),
  ),
  acts(
    "Turn: the final is empty",
    "The answer, from the interim.",
    says("A pipe burst.", undefined, { final: "empty" }),
  ),
  acts(
    "Turn: the final says something else",
    "The answer to that.",
    says("A pipe burst.", undefined, { final: "other" }),
  ),
  acts(
    "Turn: no final and no interim ever come",
    "An apology.",
    says("A pipe burst in the kitchen.", undefined, { final: "missing", interims: 0 }),
  ),
  acts(
    "Turn: more words after the turn was taken",
    "One answer to all of it.",
    problem,
    says("And the baby is coughing.", after("turnTaken", 50)),
  ),
  acts(
    "Barge-in before the first frame of the reply",
    "Silence for the caller, then one answer.",
    problem,
    says("Wait, it is the bathroom.", after("thinking", 100)),
  ),
  acts(
    "Barge-in while a tool runs",
    "The tool runs once; one answer.",
    problem,
    says("Wait, it is the bathroom.", after("toolBegins", 10)),
  ),
  acts(
    "Barge-in on a safety instruction",
    "The instruction from the interrupted clause, then the answer.",
    says("I smell gas in the kitchen."),
    says("What did you say?", after("safetyBegins", 800)),
  ),
  acts(
    "Barge-in twice in a row",
    "Silence for the caller each time, then one answer.",
    problem,
    says("Wait, it is the bathroom.", after("agentSpeaks", 300)),
    says("No, the kitchen after all.", after("agentSpeaks", 300)),
  ),
  acts(
    "A voice whose end the detector never tells",
    "A filler, and the call goes on.",
    problem,
    says("mhm", after("agentSpeaks", 300), { ended: "missing" }),
  ),
  acts("Our own voice comes back as an echo", "The reply goes on, or one answer.", problem, {
    kind: "echo",
    trigger: after("agentSpeaks", 400),
  }),
  {
    name: "Two speakers at the same time",
    heard: "One answer to what was understood.",
    plan: plan({
      tracks: [
        [...talk, hangsUp],
        [
          says("Tell them about the ceiling!", after("time", 4000)),
          says("And the carpet!", after("time", 9000)),
        ],
      ],
    }),
  },
  {
    name: "Ten minutes of talk",
    heard: "One answer a turn, to the last.",
    plan: plan({
      tracks: [[...Array.from({ length: 60 }, () => says("It is still dripping there.")), hangsUp]],
    }),
  },
  {
    name: "Sixty minutes of call",
    heard: "The end is announced two minutes before, and a person is called.",
    plan: plan({
      input: { limitMs: 3_600_000, repromptMs: 90_000 },
      tracks: [
        Array.from({ length: 130 }, () =>
          says("It is still dripping there.", after("agentSilent", 25_000, 60_000)),
        ),
      ],
      humans: [person("answers", 3000)],
    }),
  },
  fails("A tool that never ends", "Fillers, then an apology.", {
    edge: "tools",
    kind: "never",
    from: 0,
    ms: forGood,
  }),
  fails("A tool that takes 3 s", "A filler, then the answer.", {
    edge: "tools",
    kind: "slow",
    from: 0,
    ms: forGood,
  }),
  fails("A model that calls tool after tool", "Fillers, then an answer.", {
    edge: "model",
    kind: "toolStorm",
    from: 0,
    ms: 20_000,
  }),
  fails("A model that says nothing", "The answer, by the second model.", {
    edge: "model",
    kind: "empty",
    from: 0,
    ms: forGood,
  }),
  fails(
    "A sentence for which no audio comes, from both voices",
    "An apology, then a person.",
    { edge: "voice", kind: "empty", from: 0, ms: forGood },
    { edge: "secondVoice", kind: "empty", from: 0, ms: forGood },
  ),
  fails(
    "First voice stalls in a sentence, second never answers",
    "A filler, an apology, then a person.",
    { edge: "voice", kind: "stall", from: 0, ms: forGood },
    { edge: "secondVoice", kind: "never", from: 0, ms: forGood },
  ),
  fails("The line takes no audio for 2 s", "What was left to say, when it takes it again.", {
    edge: "sink",
    kind: "stuck",
    from: 4000,
    ms: 2000,
  }),
  fails("The line takes no audio any more", "A person is called; nobody comes, and the call ends.", {
    edge: "sink",
    kind: "throws",
    from: 4000,
    ms: forGood,
  }),
  {
    name: "Nobody on the ladder picks up",
    heard: "That the next is tried, twice; then that nobody came, and the call goes on.",
    plan: plan({
      tracks: [[toHuman, says("Is anybody there?", after("agentSilent", 300, 120_000)), hangsUp]],
      humans: [person("refuses", 2000), person("never", 0), person("refuses", 2000)],
    }),
  },
  {
    name: "The second on the ladder picks up",
    heard: "That the next is tried, and the person.",
    plan: plan({ tracks: [[toHuman]], humans: [person("refuses", 8000), person("answers", 3000)] }),
  },
  {
    name: "A hazard on hold",
    heard: "The instruction again, once the caller is back.",
    plan: plan({
      tracks: [
        [{ kind: "hold", ms: 20_000, trigger: after("agentSilent", 200) }, hangsUp],
        [{ kind: "event", trigger: after("time", 6000), event: { type: "hazard.heard", category: "gas" } }],
      ],
    }),
  },
  fails("The webhooks' receiver never answers", "Nothing of it.", {
    edge: "receiver",
    kind: "never",
    from: 0,
    ms: 600_000,
  }),
  fails("The queue's disk is locked for 1.5 s", "Nothing of it.", {
    edge: "disk",
    kind: "locked",
    from: 3000,
    ms: 1500,
  }),
];
