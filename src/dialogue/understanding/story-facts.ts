/** Problem, severity, trade and urgency, from what is left of an utterance once everything else was understood. */
import type { Facts, Urgency } from "#machines/call/types.ts";
import { hear, type Spoken } from "./spoken.ts";
import { answerIn, gradingIn, storyIn, type Story } from "./story.ts";
import { soundsLikeProblem, tradeOf } from "./trade.ts";
import type { Context } from "./context.ts";
import { urgencyOf } from "./urgency.ts";

export function storyFacts(
  rest: string,
  spoken: Spoken,
  learnt: Facts,
  answered: boolean,
  context: Context,
): Facts {
  const bare = answered && Object.keys(learnt).length === 0 ? spoken.written : undefined;
  const story = storyOf(rest, bare, learnt, context);
  if (story.problem === undefined && story.severity === undefined) return {};
  return { ...story, ...judged(story, context) };
}

/** Trade and urgency follow from the problem; what is told of its severity can only make it more urgent. */
function judged(story: Story, { facts, trades }: Context): Facts {
  const problem = story.problem ?? facts.problem;
  if (problem === undefined) return {};
  const heard = tradeOf(hear(problem).plain, trades);
  const trade = heard === "general" ? (facts.trade ?? heard) : heard;
  const urgency = urgencyOf(hear([problem, story.severity ?? facts.severity].join(", ")).plain);
  if (story.problem !== undefined) return { trade, urgency };
  return {
    ...(facts.trade === undefined ? { trade } : {}),
    ...(facts.urgency === undefined || worsens(facts.urgency, urgency) ? { urgency } : {}),
  };
}

function worsens(known: Urgency, heard: Urgency): boolean {
  return known === "routine" && heard === "emergency";
}

/** `bare`: a yes or no that nothing else was said with. */
function storyOf(rest: string, bare: string | undefined, learnt: Facts, { asked, facts }: Context): Story {
  switch (asked) {
    case "problem":
      return storyIn(rest, { leastWords: 1 });
    case "severity":
      return severityOnly(answerIn(rest) ?? bare);
    case "confirm":
    case "change":
      return correctedProblem(rest, learnt, asked, facts.problem);
    case "name":
    case "permission":
    case "goOn":
    case "number":
    case "numberOffer":
      return facts.problem === undefined ? storyIn(rest) : {};
    case "anythingElse":
      return {};
    case "safety":
    case "location":
    case "unit":
    case undefined:
      if (facts.problem === undefined) return storyIn(rest, asked === undefined ? { leastWords: 4 } : {});
      return facts.severity === undefined ? severityOnly(gradingIn(rest)) : {};
  }
}

function severityOnly(severity: string | undefined): Story {
  return severity === undefined ? {} : { severity };
}

/** `no, it's the bathroom that leaks`; after `What should I change?` any words that are nothing else. */
function correctedProblem(
  rest: string,
  learnt: Facts,
  asked: "confirm" | "change",
  before: string | undefined,
): Story {
  const said = answerIn(rest.replace(/\bnot (?:right|correct)\b/gi, ""));
  if (said === undefined || Object.keys(learnt).length > 0) return {};
  const { plain } = hear(said);
  if (/\b(?:number|unit|apartment|address|name|wrong|right|correct|fine|sure)\b/.test(plain)) return {};
  if (soundsLikeProblem(plain)) return { problem: said };
  if (asked !== "change" || !plain.includes(" ")) return {};
  return { problem: [before, said].filter((part) => part !== undefined).join(", ") };
}
