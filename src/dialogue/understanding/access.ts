/** Getting in: permission to enter, pets, keys and codes. */
import type { Spoken } from "./spoken.ts";
import { yesNoIn } from "./yes-no.ts";

const refused =
  /\b(?:only (?:if|when) (?:i am|we are|someone is)|not without me|(?:dont|do not) (?:come in|enter|go in|let)|not (?:if|when) i am (?:not|away|out)|i (?:want|need|would like) to be (?:here|there|home)|nobody (?:may|can) (?:enter|come in)|wait for me)\b/;
const granted =
  /\b(?:(?:can|may|could) (?:just )?(?:come|go|let (?:himself|herself|themselves|yourself)) (?:right )?in|permission to enter|(?:allowed|free|welcome) to (?:enter|come in|go in)|use (?:the|your|a) (?:master |spare |pass )?key|let (?:them|him|her|yourselves?|themselves) in|enter if|come (?:right |on )?in if)\b/;
const notes =
  /\b(?:dogs?|cats?|puppy|kitten|pets?|birds?|snake|parrot|(?:gate|door|entry|entrance|alarm|access|building) code|key ?pad|lock ?box|key|buzzer|buzz|intercom|back door|side door|side gate|gate|parking|doorman|concierge|front desk|be (?:here|home)|baby sleeping)\b/;

export interface HeardAccess {
  permissionToEnter?: boolean;
  accessNotes?: string;
}

/** `expected`: permission was just asked for, so a plain yes or no is about it. */
export function accessIn(spoken: Spoken, expected: boolean): HeardAccess {
  const permission = permissionIn(spoken, expected);
  const note = expected || permission !== undefined || notes.test(spoken.plain) ? noteIn(spoken) : undefined;
  return {
    ...(permission === undefined ? {} : { permissionToEnter: permission }),
    ...(note === undefined ? {} : { accessNotes: note }),
  };
}

function permissionIn(spoken: Spoken, expected: boolean): boolean | undefined {
  if (refused.test(spoken.plain)) return false;
  if (granted.test(spoken.plain)) return true;
  if (!expected) return undefined;
  const answer = yesNoIn(spoken);
  if (answer !== undefined) return answer === "yes";
  return /\b(?:i|we) (?:will|am going to|are going to) be (?:here|home|there|in|up)\b/.test(spoken.plain)
    ? false
    : undefined;
}

/** The clauses that bear something about getting in, as they were said. */
function noteIn(spoken: Spoken): string | undefined {
  const clauses = spoken.written
    .split(/[,.;!?]+|\b(?:and|but)\b/i)
    .map((clause) => clause.trim().replace(/^(?:yes|yeah|no|sure|okay)\b[ ,]*/i, ""))
    .filter((clause) => notes.test(clause.toLowerCase().replaceAll("'ll", " will")) && !isNotAbout(clause));
  return clauses.length === 0 ? undefined : clauses.join(", ").slice(0, 200);
}

/** A key or a lock may be what is broken. */
function isNotAbout(clause: string): boolean {
  return /\b(?:lost|broke|broken|snapped|stuck|wont|won't|locked out|forgot|jammed)\b/i.test(clause);
}
