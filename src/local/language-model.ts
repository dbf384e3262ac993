/** A trigram model with back-off in the ARPA format, made from example sentences (absolute discounting). */

/** What is taken from each count that was seen, for the words that were not. */
const discount = 0.5;
const longest = 3;
const begin = "<s>";
const end = "</s>";
/** ARPA's zero probability; nothing is ever predicted to be the beginning. */
const never = -99;

interface Context {
  total: number;
  counts: Map<string, number>;
}

/**
 * @param sentences each a list of words of the dictionary.
 * @param extraWords may be said anywhere though no sentence has them.
 */
export function arpaModel(sentences: readonly string[][], extraWords: readonly string[]): string {
  const contexts = count(sentences, extraWords);
  const sections = [1, 2, 3].map((order) => lines(contexts, order));
  const sizes = sections.map((section, index) => `ngram ${index + 1}=${section.length}`);
  const bodies = sections.map((section, index) => `\\${index + 1}-grams:\n${section.join("\n")}\n`);
  return `\\data\\\n${sizes.join("\n")}\n\n${bodies.join("\n")}\n\\end\\\n`;
}

/** How often each word follows each context of no, one and two words; contexts are joined by spaces. */
function count(sentences: readonly string[][], extraWords: readonly string[]): Map<string, Context> {
  const contexts = new Map<string, Context>();
  const add = (history: string[], word: string) => {
    const key = history.join(" ");
    const context = contexts.get(key) ?? { total: 0, counts: new Map<string, number>() };
    context.total += 1;
    context.counts.set(word, (context.counts.get(word) ?? 0) + 1);
    contexts.set(key, context);
  };
  for (const sentence of sentences) {
    const words = [begin, ...sentence, end];
    for (let index = 1; index < words.length; index += 1) {
      const word = words[index] ?? end;
      for (let order = 0; order < longest && order <= index; order += 1) {
        add(words.slice(index - order, index), word);
      }
    }
  }
  for (const word of extraWords) add([], word);
  return contexts;
}

function lines(contexts: ReadonlyMap<string, Context>, order: number): string[] {
  const section = order === 1 ? [`${never} ${begin} ${backOff(contexts, begin)}`] : [];
  for (const [key, context] of contexts) {
    if (orderOf(key) !== order) continue;
    for (const word of context.counts.keys()) {
      const gram = key === "" ? word : `${key} ${word}`;
      const weight = order < longest ? ` ${backOff(contexts, gram)}` : "";
      section.push(`${log(probability(contexts, key, word))} ${gram}${weight}`);
    }
  }
  return section;
}

function orderOf(context: string): number {
  return context === "" ? 1 : context.split(" ").length + 1;
}

/** Interpolated: what discounting leaves is shared out as the shorter context has it. */
function probability(contexts: ReadonlyMap<string, Context>, key: string, word: string): number {
  const context = contexts.get(key);
  if (context === undefined) return probability(contexts, shorter(key), word);
  const seen = context.counts.get(word) ?? 0;
  if (key === "") return seen / context.total;
  const rest = (discount * context.counts.size) / context.total;
  return Math.max(0, seen - discount) / context.total + rest * probability(contexts, shorter(key), word);
}

/** The share that a context leaves to words that never followed it. */
function backOff(contexts: ReadonlyMap<string, Context>, key: string): string {
  const context = contexts.get(key);
  return log(context === undefined ? 1 : (discount * context.counts.size) / context.total);
}

function shorter(key: string): string {
  const space = key.indexOf(" ");
  return space === -1 ? "" : key.slice(space + 1);
}

function log(value: number): string {
  return Math.log10(value).toFixed(4);
}
