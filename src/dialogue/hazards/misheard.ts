/**
 * What a recognizer writes for the words of a hazard. Only what nobody would say otherwise is listed without a condition;
 * a word that is one of its own (`guess`, `sparse`) counts only beside a word that gives it away.
 */
import { soundsAlike } from "#src/dialogue/understanding/edit-distance.ts";
import type { HazardWord } from "./phrases.ts";

/** Replaces misheard words, in place; breaks stay after the last word of each. */
export function mendMisheard(words: readonly HazardWord[]): HazardWord[] {
  const mended: HazardWord[] = [];
  for (let at = 0; at < words.length;) {
    const { said, meant } = mishearingAt(words, at) ?? nearMissAt(words, at);
    const breaks = words[at + said.length - 1]?.breaks ?? "";
    for (const [index, text] of meant.entries())
      mended.push({ text, breaks: index === meant.length - 1 ? breaks : "" });
    at += said.length;
  }
  return mended;
}

interface Meant {
  said: readonly string[];
  meant: readonly string[];
}

interface Mishearing extends Meant {
  /** One of these has to be among the two words before. */
  after: ReadonlySet<string> | undefined;
  /** One of these has to be among the two words that follow. */
  before: ReadonlySet<string> | undefined;
}

/** Said, meant, and where there is a condition, words before or words after. */
const table: readonly (readonly [said: string, meant: string, after?: string, before?: string])[] = [
  ["guess", "gas", "smell smells smelled smelling odor stinks reeks leaking"],
  ["guess", "gas", "", "leak leaking odor"],
  ["guest", "gas", "smell smells smelled smelling odor stinks reeks"],
  ["guest", "gas", "", "leak leaking odor"],
  ["gaz", "gas"],
  ["gus", "gas", "smell smells smelled smelling like"],
  ["order of gas", "odor of gas"],
  ["his sing", "hissing"],
  ["written egg", "rotten egg"],
  ["written eggs", "rotten eggs"],
  ["rotten ex", "rotten eggs"],
  ["rot an eggs", "rotten eggs"],
  ["rot in eggs", "rotten eggs"],
  ["rotting egg", "rotten egg"],
  ["rotting eggs", "rotten eggs"],
  ["car been", "carbon", "", "monoxide mon dioxide"],
  ["car bun", "carbon", "", "monoxide mon dioxide"],
  ["cabin", "carbon", "", "monoxide mon dioxide"],
  ["carbin", "carbon"],
  ["carpet", "carbon", "", "monoxide"],
  ["mono oxide", "monoxide"],
  ["mon oxide", "monoxide"],
  ["man oxide", "monoxide"],
  ["monoxides", "monoxide"],
  ["carbon oxide", "carbon monoxide"],
  ["carbon dioxide", "carbon monoxide", "", "alarm alarms detector detectors"],
  ["c o", "co", "", "alarm alarms detector detectors"],
  ["c oh", "co", "", "alarm alarms detector detectors"],
  ["see o", "co", "", "alarm alarms detector detectors"],
  ["see oh", "co", "", "alarm alarms detector detectors"],
  ["sea o", "co", "", "alarm alarms detector detectors"],
  ["sea oh", "co", "", "alarm alarms detector detectors"],
  ["seo", "co", "", "alarm alarms detector detectors"],
  ["ceo", "co", "", "alarm alarms detector detectors"],
  ["co two", "co", "", "alarm alarms detector detectors"],
  ["co to", "co", "", "alarm alarms detector detectors"],
  ["co too", "co", "", "alarm alarms detector detectors"],
  ["c o two", "co", "", "alarm alarms detector detectors"],
  ["c o to", "co", "", "alarm alarms detector detectors"],
  ["to tech tour", "detector"],
  ["the tech tour", "detector", "smoke co monoxide fire"],
  ["the tector", "detector"],
  ["a larm", "alarm"],
  ["a lawn", "alarm", "smoke fire co monoxide"],
  ["batter", "battery", "detector alarm"],
  ["has it", "hazard", "fire"],
  ["on fir", "on fire"],
  ["on fires", "on fire"],
  ["on far", "on fire", "is caught kitchen stove"],
  ["smokes", "smoke", "is there the see", "coming pouring everywhere"],
  ["smoked", "smoke", "", "coming pouring filling"],
  ["smock", "smoke", "see smell is", "coming pouring everywhere filling"],
  ["flaming", "flames", "see"],
  ["frames", "flames", "see", "coming shooting"],
  ["sparse", "sparks", "see seeing"],
  ["sparse", "sparks", "", "coming flying shooting"],
  ["sparkles", "sparks", "", "coming flying shooting"],
  ["parks", "sparks", "", "coming flying shooting"],
  ["electric shot", "electric shock"],
  ["electric shots", "electric shocks"],
  ["electric chalk", "electric shock"],
  ["out lit", "outlet"],
  ["threw", "through", "water coming come pouring leaking dripping running", ""],
  ["sealing", "ceiling"],
  ["cealing", "ceiling"],
  ["cave din", "caved in"],
  ["caved end", "caved in"],
  ["sink whole", "sinkhole"],
  ["sync hole", "sinkhole"],
  ["tree felon", "tree fell on"],
  ["am balance", "ambulance"],
  ["an balance", "an ambulance", "need call send"],
  ["hard attack", "heart attack"],
  ["art attack", "heart attack", "a"],
  ["chess pain", "chest pain"],
  ["chess pains", "chest pains"],
  ["chest pane", "chest pain"],
  ["un conscience", "unconscious"],
  ["gas lick", "gas leak"],
  ["see sure", "seizure"],
  ["caesar", "seizure", "a having"],
  ["passed doubt", "passed out"],
  ["past out", "passed out"],
  ["past doubt", "passed out"],
  ["pass out", "passed out"],
  ["bleating", "bleeding"],
  ["breeding", "bleeding", "is he she am"],
  ["breath ing", "breathing"],
  ["bull ging", "bulging"],
  ["bold ging", "bulging"],
  ["breed", "breathe", "cant not"],
  ["breath", "breathe", "cant barely not dont", ""],
  ["brake in", "break in"],
  ["braking in", "breaking in"],
  ["brake into", "break into"],
  ["braking into", "breaking into"],
  ["break king in", "breaking in"],
  ["a night", "a knife", "with has holding man guy", ""],
  ["has a nice", "has a knife"],
  ["burger", "burglar", "a the", "in inside"],
  ["threat ning", "threatening"],
  ["threatning", "threatening"],
  ["trapt", "trapped"],
  ["trap", "trapped", "am are were", "in inside"],
  ["track", "trapped", "am are we were is", "in"],
  ["stuff in", "stuck in", "am are we were", ""],
  ["struck in", "stuck in", "am are we were", ""],
  ["alligator", "elevator"],
  ["elevated", "elevator", "the in an a", ""],
  ["elevators", "elevator", "stuck in"],
  ["left", "lift", "in", "on between stuck"],
  ["flowers", "floors", "between"],
  ["sun", "son", "my"],
  ["neighbour", "neighbor"],
  ["neighbours", "neighbors"],
];

/** Long words that hardly any other comes near: a letter or two may be wrong in them. */
const unmistakable =
  "monoxide detector unconscious unresponsive ambulance elevator collapsed collapsing electrocuted strangling intruder".split(
    " ",
  );
const shortestNearMiss = 7;

function nearMissAt(words: readonly HazardWord[], at: number): Meant {
  const text = words[at]?.text ?? "";
  const near =
    text.length < shortestNearMiss
      ? undefined
      : unmistakable.find((word) => word[0] === text[0] && soundsAlike(text, word));
  return { said: [text], meant: [near ?? text] };
}

const mishearings = byFirstWord();

function mishearingAt(words: readonly HazardWord[], at: number): Mishearing | undefined {
  return mishearings
    .get(words[at]?.text ?? "")
    ?.find(
      ({ said, after, before }) =>
        said.every(
          (word, index) =>
            words[at + index]?.text === word &&
            (index === said.length - 1 || words[at + index]?.breaks !== "."),
        ) && fits(words, at, said.length, after, before),
    );
}

function fits(
  words: readonly HazardWord[],
  at: number,
  length: number,
  after: ReadonlySet<string> | undefined,
  before: ReadonlySet<string> | undefined,
): boolean {
  const says = (index: number, set: ReadonlySet<string>): boolean => set.has(words[index]?.text ?? "");
  return (
    (after === undefined || says(at - 1, after) || says(at - 2, after)) &&
    (before === undefined || says(at + length, before) || says(at + length + 1, before))
  );
}

/** The longest first, so that `c o two alarm` is not `co two alarm`. */
function byFirstWord(): ReadonlyMap<string, readonly Mishearing[]> {
  const map = new Map<string, Mishearing[]>();
  for (const [said, meant, after, before] of table) {
    const words = said.split(" ");
    const list = map.get(words[0] ?? "") ?? [];
    list.push({ said: words, meant: meant.split(" "), after: setOf(after), before: setOf(before) });
    map.set(words[0] ?? "", list);
  }
  for (const list of map.values()) list.sort((one, other) => other.said.length - one.said.length);
  return map;
}

function setOf(words: string | undefined): ReadonlySet<string> | undefined {
  return words === undefined || words === "" ? undefined : new Set(words.split(" "));
}
