/** Takes names, numbers and addresses out of words before they are stored. */
import { type KnownWorkspace, markFacts, markWorkspace } from "./redaction/mark-known.ts";
import { markNames } from "./redaction/mark-names.ts";
import { markNumbers } from "./redaction/mark-numbers.ts";
import { markPlaces } from "./redaction/mark-places.ts";
import { mark, type Token, tokensOf } from "./redaction/token.ts";

export interface Spoken {
  speaker: "tenant" | "agent";
  /** Of the intake, at which it was said. */
  stage: string;
  /** What is known of the caller by then, by name of the fact. */
  facts: Readonly<Record<string, unknown>>;
  /** Whose call it is: its buildings are addresses, its vendors are named as they are. */
  workspace?: KnownWorkspace;
}

/**
 * Masks stand in angle quotes: `‹name›`, `‹number›`, `‹address›`, `‹unit›`, `‹email›`; what is masked already stays so. Whatever
 * is neither a plain word nor a vendor's name is masked, too: a name that no list has is in no dictionary either.
 */
export function redactText(text: string, { speaker, stage, facts, workspace }: Spoken): string {
  const tokens = tokensOf(text);
  const contact = stage === "contact";
  const location = stage === "location";
  const asked = contact || location || stage === "confirmation";
  if (workspace !== undefined) markWorkspace(tokens, workspace);
  markMail(tokens);
  markFacts(tokens, facts, asked);
  markPlaces(tokens, location || stage === "confirmation");
  markNumbers(tokens, asked);
  markNames(tokens, { contact, location, tenant: speaker === "tenant" });
  return rendered(text, tokens);
}

const mailEnds = new Set(["com", "org", "net", "edu", "gov", "io"]);

/** `sam@example.com`, and `sam at example dot com`. */
function markMail(tokens: readonly Token[]): void {
  for (const [at, token] of tokens.entries()) {
    if (isMailAddress(token.word)) mark(tokens, at, at + 1, "email");
    if (token.word !== "dot" || !mailEnds.has(tokens[at + 1]?.word ?? "")) continue;
    const sign = [at - 1, at - 2, at - 3, at - 4].find((index) => tokens[index]?.word === "at");
    if (sign === undefined) continue;
    let from = sign - 1;
    while (
      tokens[from - 1]?.word === "dot" ||
      tokens[from]?.word === "dot" ||
      /^\w$/.test(tokens[from - 1]?.word ?? "")
    )
      from--;
    mark(tokens, from, at + 2, "email");
  }
}

/** Without an expression that would try each of many signs: an utterance may be of any length. */
function isMailAddress(word: string): boolean {
  const sign = word.indexOf("@");
  return sign > 0 && word.lastIndexOf(".") > sign + 1;
}

function rendered(text: string, tokens: readonly Token[]): string {
  let written = "";
  let from = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.label === undefined || token.label === "kept") continue;
    let last = token;
    // Words of one kind that nothing but space or a hyphen parts are one thing, and so are a number's pieces.
    for (let next = tokens[at + 1]; next?.label === token.label && joins(last); next = tokens[at + 1]) {
      last = next;
      at++;
    }
    written += `${withoutOpening(text.slice(from, token.start))}‹${token.label}›`;
    if (/['’]s$/i.test(last.written)) written += "'s";
    from = last.end;
  }
  return written + text.slice(from);
}

/** What opens a number goes with it. */
function withoutOpening(text: string): string {
  let end = text.length;
  while (end > 0 && "+(#".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

const joins = ({ label, after }: Token): boolean =>
  (label === "number" || label === "address" ? /^[\s,.()/+–—-]*$/ : /^[\s-]*$/).test(after);
