/** Which words give nobody away, which are names or places, and which may be either. */
import { readFileSync } from "node:fs";
import nlp from "compromise/two";

const listed = new Set(
  readFileSync(new URL("plain-words.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => !line.startsWith("#")),
);

const lexicon = lexiconOf(nlp.model());
const nameTag = /^(?:MaleName|FemaleName|FirstName|LastName|Person)$/;
const placeTag = /^(?:City|Region|Place|Country)$/;

/** Plain words that are names, too. Whether they are is told by what stands around them. */
const alsoNames = new Set(
  (
    "abby amber angel angus april archer art ash aspen august autumn baker banks barb barber basil bay beau bell belle berry bill birch bishop blaze " +
    "blossom blue bob bond booker brandy brice bridge briar brook brooks brown buck bud buddy butler candy carol carpenter carter cash chance chandler charity chase cherry " +
    "chip christian chuck clay cliff clover colt constant cook cooper coral cotton cruz crystal curt daisy dale dawn dean dell destiny dick diamond dolly don " +
    "drake drew duke dusty earl early east eden ember eve faith fay fern field fields fisher ford forest foster fountain fox frank french fuller gage gale gardener gardner " +
    "garnet gay gene ginger glen glory gold golden grace grant gray green grey griffin guy hale hall harmony harper hart haven hawk hazel heath heather heaven henry " +
    "hill holiday holly honey hope house hunt hunter iris ivory ivy jack jade jasmine jasper jay jean jersey jewel jimmy jolly journey joy judge june justice justus kay king knight " +
    "lake lance lane lark laurel law lilac lily linden little long lord love lovely lucky lucy mace major malls marina mark marks marsh marshal marshall mason may max mccoy melody mercy mercer merry " +
    "miles mill miller mills miracle misty moon moore morning moss myrtle nick nova oak ocean olive opal page paige palmer pansy parish park parker parks pat patience patty paul peace pearl peg penny " +
    "pepper perry piper pierce poe pole pool poppy porter potter power powers precious presley price pride prince princess promise quill quince rain raven ray read reed reef reid rice rich ridge river " +
    "rivers rob robin roman rose rosemary rosy rowan ruby rusty sage sailor saint sally sandy savannah sawyer scout serenity shepherd shore short silver skip sky smart smith snow sonny spike spring sparrow stark star stew " +
    "sterling stone stones storm story strong sue summer sunny swan sweet tanner tate teal temple terry tiger timber tony town trace trinity true trip tucker turner unique valentine velvet violet wade walker " +
    "walls ward warner warren watt watts waters weaver webb wells west wheeler white wiley will willow winter wolf wood woods worth wren wright yarrow young"
  ).split(" "),
);

/** What is longer is in no dictionary. */
const longestWord = 60;
const contraction = /(?:n't|'(?:ll|ve|re|d|m|s))$/;

export const mayBeName = (word: string): boolean => alsoNames.has(word);
export const isName = (word: string): boolean => tagged(word, nameTag) && !listed.has(word);
export const isPlace = (word: string): boolean => tagged(word, placeTag) && !listed.has(word);

/** A word of the language, or of its grammar: no name, no place, nothing that is in no dictionary. */
export function isPlain(word: string): boolean {
  if (word.length > longestWord) return false;
  if (listed.has(word)) return true;
  if (tagged(word, nameTag) || tagged(word, placeTag)) return false;
  if (Object.hasOwn(lexicon, word) || word.length === 1) return true;
  const bare = word.replace(contraction, "");
  if (bare !== word) return isPlain(bare);
  const parts = word.split(/[-.]/);
  return parts.length > 1 && parts.every((part) => isPlain(part));
}

function tagged(word: string, pattern: RegExp): boolean {
  if (!Object.hasOwn(lexicon, word)) return false;
  return [lexicon[word]].flat().some((tag) => typeof tag === "string" && pattern.test(tag));
}

/** The library's types leave out where its dictionary is. */
function lexiconOf(model: object): Readonly<Record<string, unknown>> {
  return (model as { one: { lexicon: Readonly<Record<string, unknown>> } }).one.lexicon;
}
