/** People's names: those of a dictionary of names, those that are in no dictionary, and words that are names where they stand. */
import { isNumberWord } from "./mark-numbers.ts";
import { isName, isPlain, mayBeName } from "./plain-words.ts";
import { breaks, capital, mark, type Token } from "./token.ts";

/** What follows these is a name, whatever word it is. */
const introductions = phrases([
  "my name is",
  "my name's",
  "my name",
  "name is",
  "name's",
  "the name",
  "call me",
  "first name is",
  "last name is",
  "first name",
  "last name",
  "surname is",
  "surname",
  "ask for",
  "asking for",
  "name was",
  "your name is",
  "named",
  "mr",
  "mrs",
  "ms",
  "miss",
  "mister",
  "missus",
  "doctor",
  "dr",
]);
/** What follows these may be one. */
const hints = phrases([
  "this is",
  "it's",
  "it is",
  "its",
  "i'm",
  "i am",
  "im",
  "thank you",
  "thanks",
  "hi",
  "hello",
  "hey",
  "sorry",
  "okay",
  "right",
  "for",
  "that's",
]);
const relations = new Set(
  (
    "husband wife son daughter partner roommate neighbor neighbour brother sister mother mom father dad friend boyfriend girlfriend fiance " +
    "landlord landlady super superintendent manager uncle aunt cousin grandma grandmother grandpa grandfather baby kid tenant"
  ).split(" "),
);
/** A name ends before these, and is none of them. */
const stops = new Set(
  (
    "a an the my our your his her their its in at on from and but so to i it is am are was be we you he she they that this there with for of about not no yes " +
    "yeah calling living live here unit apartment apt number really very just still also now what why who how when where if or as by up out down it's i'm that's there's im " +
    "because please thanks thank speaking again has have had having can could would should does do did the uh um er like wants needs said says on right okay ok " +
    "tenant resident maintenance back instead later tonight tomorrow today soon asap after before when last urgent emergency spelled spelling same one best good fine correct wrong him them us me isn't wasn't don't can't"
  ).split(" "),
);
const fillers = new Set(["uh", "um", "er", "is", "uhm", "it's", "like"]);
const goesOn = new Set(
  "from in at on calling here speaking again unit apartment and over with the i my we".split(" "),
);
/** Of an answer to `What's your name?`. */
const answerWords = new Set(
  (
    "yes yeah yep yup no nope not sure fine okay ok correct right same this that number phone cell mobile home work the a an my is it it's its i i'm im am name first last and best one good call " +
    "calling from use just please you can at on for to me hi hello uh um well so thanks thank rather say want why do need don't dont know what sorry pardon hold wait repeat again hear got already told ya of " +
    "course alright absolutely perfect great mine line caller id there's there hurry come now quick quickly help water gas fire nothing none anything else nobody never mind huh hm hmm mhm oh area code goes like with would rather email text reach instead here home back soon quickly please unit apartment"
  ).split(" "),
);
/** Of an answer to `Which unit, and where?`. */
const whereWords = new Set(
  (
    "unit apartment apt suite floor first second third fourth top bottom upper lower ground basement attic house home building townhouse single family whole none no number behind near next nearby " +
    "across corner block door left right end big small brick red white tall old new only front side church school store gas station bus stop in on at by of to the between after before past opposite live lives we're we " +
    "don't can't you see back please send them fast anyone somebody already told unlisted like as"
  ).split(" "),
);
/** Whoever says one of these tells what is wrong, and not who they are. */
const troubles = new Set(
  (
    "gas smoke smoking fire burning water leak leaks leaking leaked flood flooding flooded overflowing drip dripping pouring pipe pipes burst ceiling floor wall walls stove oven sink toilet tub shower bathroom kitchen " +
    "bedroom basement sewage smell smells stinks alarm alarms detector carbon monoxide heat heater heating boiler furnace radiator cold freezing hot ac conditioner power electricity outlet outlets spark sparks sparking breaker " +
    "elevator elevators lock locked door doors window windows glass broken broke jammed stuck hurt bleeding breathe breathing knife gun shots shot shooting police ambulance roof collapsed mold rats mice roaches disposal " +
    "fridge washer dryer paint rent bill hallway lobby stairs neighbor neighbors"
  ).split(" "),
);
const longestName = 3;

export interface Where {
  /** The caller was asked for their name or number. */
  contact: boolean;
  /** The caller was asked where they are. */
  location: boolean;
  tenant: boolean;
}

export function markNames(tokens: readonly Token[], where: Where): void {
  const label = where.location ? "address" : "name";
  markSpelled(tokens);
  for (const at of tokens.keys()) {
    markIntroduced(tokens, at);
    markHinted(tokens, at);
  }
  markBareAnswer(tokens, where);
  for (const [at, token] of tokens.entries()) {
    if (token.label !== undefined) continue;
    if (isName(token.word)) mark(tokens, at, at + 1, "name");
    else if (!isPlain(token.word) && !isSound(token)) mark(tokens, at, at + 1, label);
    else if (capital(token) && !isAllowedCapital(token)) mark(tokens, at, at + 1, label);
  }
  // `Rose Okafor`, `dana stone`: a word that may be a name beside one that is.
  for (const [at, token] of tokens.entries())
    if (
      token.label === undefined &&
      mayBeName(token.word) &&
      token.word !== "will" &&
      token.word !== "may" &&
      ((tokens[at - 1]?.label === "name" && !breaks(tokens[at - 1])) ||
        (tokens[at + 1]?.label === "name" && !breaks(token)))
    )
      mark(tokens, at, at + 1, "name");
}

function markIntroduced(tokens: readonly Token[], at: number): void {
  const said = longestOf(introductions, tokens, at);
  if (said === undefined) return;
  let from = at + said.length;
  while (fillers.has(tokens[from]?.word ?? "")) from++;
  if (/^(?:name|call)$/.test(said.at(-1) ?? "") && breaks(tokens[from - 1])) return;
  markUpTo(tokens, from);
}

function markUpTo(tokens: readonly Token[], from: number): void {
  for (let at = from; at < Math.min(from + longestName, tokens.length); at++) {
    const token = tokens[at];
    if (token === undefined || stops.has(token.word) || isNumberWord(token) || /\d/.test(token.word)) return;
    if (token.label === "kept") return;
    // `Rose Stone the sink is leaking`: after the first, a plain word is the next thing that is said.
    if (at > from && isPlain(token.word) && !mayBeName(token.word) && !capital(token)) return;
    mark(tokens, at, at + 1, "name");
    if (breaks(token)) return;
  }
}

function markHinted(tokens: readonly Token[], at: number): void {
  const hint = longestOf(hints, tokens, at);
  const relation = relations.has(tokens[at]?.word ?? "") ? 1 : undefined;
  const from = at + (hint?.length ?? relation ?? 0);
  const token = tokens[from];
  if (from === at || token === undefined || !mayBeName(token.word)) return;
  const next = tokens[from + 1];
  const goes =
    breaks(token) ||
    goesOn.has(next?.word ?? "") ||
    (next !== undefined && (isName(next.word) || !isPlain(next.word)));
  const grammar = /^(?:will|may|mark|chase)$/.test(token.word) && !goes;
  if (relation === undefined ? !goes : grammar) return;
  mark(tokens, from, from + 1, "name");
  if (!breaks(token) && next !== undefined && mayBeName(next.word)) mark(tokens, from + 1, from + 2, "name");
}

/** `d a n a`, and the word after `d as in`. */
function markSpelled(tokens: readonly Token[]): void {
  const alone = (at: number): boolean => /^\p{L}$/u.test(tokens[at]?.word ?? "");
  for (let at = 0; at < tokens.length; at++) {
    let end = at;
    while (alone(end)) end++;
    if (end - at >= 3) mark(tokens, at, end, "name");
    const asIn = end - at === 1 && tokens[end]?.word === "as" && tokens[end + 1]?.word === "in";
    const like = end - at === 1 && tokens[end]?.word === "for" && tokens[end + 1] !== undefined;
    if (asIn || (like && !/^[ai]$/.test(tokens[at]?.word ?? ""))) {
      mark(tokens, at, at + 1, "name");
      mark(tokens, end + (asIn ? 2 : 1), end + (asIn ? 3 : 2), "name");
    }
    at = Math.max(at, end - 1);
  }
}

/** A name or a place was asked for: a short answer is one, whatever it is made of. */
function markBareAnswer(tokens: readonly Token[], { contact, location, tenant }: Where): void {
  if (!tenant || !(contact || location)) return;
  const open = tokens.flatMap((token, at) =>
    token.label === undefined && !answerWords.has(token.word) && !(location && whereWords.has(token.word))
      ? [at]
      : [],
  );
  const plain = open.filter((at) => isPlain(tokens[at]?.word ?? "") && !mayBeName(tokens[at]?.word ?? ""));
  const short =
    open.length <= longestName && tokens.length <= 8 && !tokens.some(({ word }) => troubles.has(word));
  for (const at of open) {
    const token = tokens[at];
    if (token === undefined) continue;
    const named = mayBeName(token.word) && !(isGrammar(tokens, at) || location);
    if ((short && (contact || plain.length <= 2) && !isGrammar(tokens, at)) || named)
      mark(tokens, at, at + 1, contact ? "name" : "address");
  }
}

/** `I will be here`, `it may rain`. */
export function isGrammar(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.word ?? "";
  if (!/^(?:will|may|mark|can|do)$/.test(word)) return false;
  return (
    /^(?:be|you|call|do|need|work|have|not|he|she|they|take|get|it|i|we|come|answer|pick)$/.test(
      tokens[at + 1]?.word ?? "",
    ) ||
    /^(?:i|it|he|she|they|you|we|that|who|what|when|phone|husband|wife)$/.test(tokens[at - 1]?.word ?? "")
  );
}

/** `pfff`, `shhh`, `psssh`: no letters that a name is made of. */
const isSound = ({ word }: Token): boolean =>
  /^[^aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿ]*$/.test(word) &&
  word.length <= 5 &&
  /^(?:sh+|pf+|ps+h*|hm+|mm+|t+sk|brr+|grr+|zz+)$/.test(word);

const allowed = new Set("i ma'am sir god ema lord english spanish maintenance tv wifi".split(" "));
const dates =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;
const isAllowedCapital = ({ word }: Token): boolean =>
  allowed.has(word) || dates.test(word) || /^i'(?:m|ve|ll|d)$/.test(word) || word.length === 1;

type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;

/** By their first words, the longest first. */
function phrases(texts: readonly string[]): Phrases {
  const all = texts.map((text) => text.split(" ")).sort((one, other) => other.length - one.length);
  return Map.groupBy(all, ([first = ""]) => first);
}

const longestOf = (known: Phrases, tokens: readonly Token[], at: number): readonly string[] | undefined =>
  known
    .get(tokens[at]?.word ?? "")
    ?.find((words) => words.every((word, index) => tokens[at + index]?.word === word));
