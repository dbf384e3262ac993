/** What must hold in every call beyond the chart's own rules: looked at after every step of time. */
import type { CallLogEntry } from "#src/call/handle.ts";
import type { CallUnderTest } from "./call-under-test.ts";
import { sentenceNumber } from "./model.ts";
import { tellTale } from "./words.ts";

export interface Watch {
  note(entry: CallLogEntry): void;
  /** Nothing of what `reason` says may be the caller's. */
  problem(reason: string): void;
  phraseBegan(name: string): void;
  finished(given: string, claimed: string): void;
  voiced(is: boolean): void;
  look(): void;
  breaks(rule: string, because: string): void;
  /** By rule, the first time that each was broken. */
  readonly broken: ReadonlyMap<string, string>;
  /** Longest silence in our turn, when it was over, and in which state it began. */
  readonly silence: { ms: number; at: number; state: string };
  /** Types of the webhooks that the call told, in order. */
  readonly told: readonly string[];
  readonly agentSaid: string;
}

const silenceRule = "in our turn no silence is long";

/** States of the turn in which the caller waits for us. */
const ours = /^live\.turn\.(?:responding\.(?:thinking|toolCalling|speaking)|announcing\.playing|recovering)/;

export function createWatch(call: () => CallUnderTest, now: () => number, silenceMs: number): Watch {
  const broken = new Map<string, string>();
  const told: string[] = [];
  const said = new Set<string>();
  const phrases = new Map<string, number>();
  let silence = { ms: 0, at: 0, state: "" };
  let quietSince = 0;
  let quietIn = "";
  let state = "";
  let voices = 0;
  let agentSaid = "";
  let unanswered: number | undefined;
  let owed: readonly string[] = [];

  const breaks = (rule: string, because: string): void => {
    if (!broken.has(rule)) broken.set(rule, because);
  };
  const heardSentences = (text: string): void => {
    for (const [, number] of text.matchAll(sentenceNumber)) {
      if (number !== undefined && said.has(number)) breaks("nothing is said twice", `sentence ${number} is`);
      if (number !== undefined) said.add(number);
    }
  };
  const warned = (): void => {
    const context = call().handle.actor.getSnapshot().context as { owed: readonly string[] };
    for (const category of owed.filter((one) => !context.owed.includes(one))) {
      const phrase = `safety.${category}`;
      const { heardMs, lengthMs } = call().heardOf(phrase);
      const of = heardMs - (phrases.get(phrase) ?? 0);
      if (of < lengthMs - 1)
        breaks(
          "a warning that counts as heard was heard",
          `${Math.round(of)} of ${lengthMs} ms of ${phrase}`,
        );
    }
    owed = context.owed;
  };
  return {
    broken,
    told,
    breaks,
    get silence() {
      return silence;
    },
    get agentSaid() {
      return agentSaid;
    },
    note(entry) {
      if (entry.kind === "webhook") told.push(entry.eventType);
      if (entry.kind === "problem") this.problem(entry.reason);
      if (entry.kind === "turn" && entry.speaker === "agent") {
        agentSaid = entry.text;
        heardSentences(entry.text);
      }
      if (entry.kind === "turn" && entry.speaker === "tenant") unanswered = entry.at;
      if (
        entry.kind === "event" &&
        /^(?:vad\.speechStarted|dtmf|stt\.|transfer|hold|line)/.test(entry.event.type)
      )
        unanswered = undefined;
      if (entry.kind !== "states") return;
      state = entry.leaves.find((leaf) => leaf.startsWith("live.turn")) ?? "";
      if (unanswered === undefined || state !== "live.turn.listening.silent") return;
      if (call().sink.heardAt < unanswered && call().faults("sink") === undefined)
        breaks("every turn that was taken is answered", "the call listens again and nothing was heard");
      unanswered = undefined;
    },
    problem(reason) {
      if (tellTale.some((word) => reason.includes(word)))
        breaks("no log has a word of the caller's", "a problem has one");
    },
    phraseBegan: (name) => void phrases.set(name, call().heardOf(name).heardMs),
    finished(given, claimed) {
      // Nothing at all is a failure that the chart knows of.
      if (claimed !== "" && given !== claimed)
        breaks(
          "what is said to the end is said whole",
          `of ${given.length} letters ${claimed.length} count as heard`,
        );
    },
    voiced: (is) => void (voices += is ? 1 : -1),
    look() {
      const { sink, faults } = call();
      sink.play();
      warned();
      const waits = ours.test(state) && voices === 0 && faults("sink") === undefined;
      const since = waits ? Math.max(quietSince, sink.heardAt) : now();
      if (since !== quietSince) quietIn = state;
      quietSince = since;
      const ms = now() - since;
      if (ms > silence.ms) silence = { ms, at: now(), state: quietIn };
      if (ms > silenceMs) breaks(silenceRule, `${silenceMs} ms are over in ${state}, it began in ${quietIn}`);
    },
  };
}
