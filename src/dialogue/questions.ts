/** The questions of the intake script, and how one is recognized in what was said. */
import type { LineName, Lines } from "./script-lines.ts";
import { hear } from "#src/dialogue/understanding/spoken.ts";

/** Each question's lines; `ask.ts` says which is used when. */
const questionLines = {
  safety: ["safety.ask", "safety.again", "safety.last"],
  problem: ["problem.ask", "problem.again"],
  severity: [
    "severity.general",
    "severity.plumbing",
    "severity.heating",
    "severity.electrical",
    "severity.locksmith",
    "severity.again",
  ],
  location: ["location.ask", "location.again", "location.last", "location.which"],
  unit: ["unit.ask", "unit.again", "unit.unlisted"],
  numberOffer: ["number.offer", "number.offerAgain"],
  number: ["number.ask", "number.again", "number.last", "evacuate.number"],
  goOn: ["number.goOn", "number.areaCode"],
  name: ["name.ask", "name.again"],
  permission: ["permission.ask", "permission.again"],
  confirm: ["confirm.full", "confirm.changed", "confirm.again"],
  change: ["confirm.what"],
  anythingElse: ["dispatched.anythingElse", "dispatched.anythingElseAgain", "dispatched.goOn"],
} as const satisfies Record<string, readonly LineName[]>;
export type Question = keyof typeof questionLines;

/** The question that a text asks last, if it asks one. */
export type QuestionFinder = (text: string) => Question | undefined;

/**
 * A text that was cut short counts as the question when at least half of it was heard. Throws when two questions end so
 * much alike that one could be taken for the other.
 */
export function createQuestionFinder(lines: Lines): QuestionFinder {
  const endings = (Object.keys(questionLines) as Question[]).flatMap((question) =>
    questionLines[question].map((line) => ({ question, line, words: lastSentence(lines[line]) })),
  );
  for (const ending of endings) checkDistinct(ending, endings);
  return (text) => {
    const words = wordsOf(text);
    let last: { question: Question; end: number } | undefined;
    for (const ending of endings) {
      const end = endOf(words, ending.words);
      if (end !== undefined && (last === undefined || end > last.end))
        last = { question: ending.question, end };
    }
    return last?.question;
  };
}

interface Ending {
  question: Question;
  line: LineName;
  words: string[];
}

function checkDistinct(ending: Ending, all: readonly Ending[]): void {
  const own = ` ${ending.words.join(" ")} `;
  if (ending.words.length < 2)
    throw new Error(`The script's line ${ending.line} must end in a sentence of its own, two words or more`);
  const other = all.find(
    ({ question, words }) => question !== ending.question && ` ${words.join(" ")} `.includes(own),
  );
  if (other !== undefined)
    throw new Error(`The script's lines ${ending.line} and ${other.line} end alike: they must be told apart`);
}

/** What was asked is in the last sentence, up to a variable in it or after one; those before are shared by several lines. */
function lastSentence(line: string): string[] {
  const sentences = line.replace(/\{\{\w+\}\}[.?!]?/g, " … ").split(/(?<=[.?!])\s+/);
  const last = sentences.findLast((sentence) => /[a-z]/i.test(sentence)) ?? line;
  const parts = last.split("…").map(wordsOf);
  return parts.findLast((words) => words.length > 0) ?? [];
}

function wordsOf(text: string): string[] {
  return hear(text)
    .plain.split(" ")
    .filter((word) => word !== "|" && word !== "");
}

function endOf(words: readonly string[], sought: readonly string[]): number | undefined {
  for (let start = words.length - 1; start >= 0; start -= 1) {
    let matched = 0;
    while (matched < sought.length && words[start + matched] === sought[matched]) matched += 1;
    const cutShort = start + matched === words.length && matched * 2 >= sought.length && matched >= 3;
    if (matched === sought.length || cutShort) return start + matched;
  }
  return undefined;
}
