/** Recognized words as Deepgram's smart formatting would write them, as far as that can be told from the words alone. */
import { digitWords, smallNumbers, tens } from "./spoken-words.ts";

/** One written word and how many spoken ones it stands for. */
export interface WrittenWord {
  text: string;
  spoken: number;
}

export function smartFormat(words: readonly string[]): WrittenWord[] {
  const written: WrittenWord[] = [];
  for (let index = 0; index < words.length;) {
    const next = digits(words, index) ?? number(words, index) ?? plain(words[index] ?? "");
    written.push(next);
    index += next.spoken;
  }
  const first = written.at(0);
  if (first !== undefined) first.text = first.text.charAt(0).toUpperCase() + first.text.slice(1);
  const last = written.at(-1);
  if (last !== undefined) last.text += ".";
  return written;
}

/** Two or more spoken digits in a row are one number; ten of them are a telephone number. */
function digits(words: readonly string[], from: number): WrittenWord | undefined {
  let text = "";
  let spoken = 0;
  for (let digit = digitOf(words[from]); digit !== undefined; digit = digitOf(words[from + spoken])) {
    text += digit;
    spoken += 1;
  }
  if (spoken < 2) return undefined;
  const telephone = /^(\d{3})(\d{3})(\d{4})$/.exec(text);
  return { text: telephone === null ? text : telephone.slice(1).join("-"), spoken };
}

function digitOf(word: string | undefined): string | undefined {
  if (word === "oh") return "0";
  const digit = digitWords.findIndex((name) => name === word);
  return digit === -1 ? undefined : String(digit);
}

/** Ten and more in figures; a single digit stays a word unless a unit's number is meant. */
function number(words: readonly string[], from: number): WrittenWord | undefined {
  const word = words[from] ?? "";
  const ten = tens.indexOf(word);
  if (ten !== -1) {
    const unit = smallNumbers.indexOf(words[from + 1] ?? "");
    const hasUnit = unit > 0 && unit < 10;
    return { text: String((ten + 2) * 10 + (hasUnit ? unit : 0)), spoken: hasUnit ? 2 : 1 };
  }
  const small = smallNumbers.indexOf(word);
  const names = ["apartment", "unit", "number", "suite", "room"];
  if (small === -1 || (small < 10 && !names.includes(words[from - 1] ?? ""))) return undefined;
  return { text: String(small), spoken: 1 };
}

function plain(word: string): WrittenWord {
  const capital = word === "i" || word.startsWith("i'");
  return { text: capital ? word.charAt(0).toUpperCase() + word.slice(1) : word, spoken: 1 };
}
