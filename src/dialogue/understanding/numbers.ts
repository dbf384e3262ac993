/** Numbers spoken as words: `forty two` is 42, `one oh one` is 101, `double five` is 55, `two hundred and five` is 205. */

const digits: Readonly<Record<string, string>> = {
  zero: "0",
  oh: "0",
  o: "0",
  nought: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  niner: "9",
};

const teens: Readonly<Record<string, string>> = {
  ten: "10",
  eleven: "11",
  twelve: "12",
  thirteen: "13",
  fourteen: "14",
  fifteen: "15",
  sixteen: "16",
  seventeen: "17",
  eighteen: "18",
  nineteen: "19",
};

const tens: Readonly<Record<string, string>> = {
  twenty: "2",
  thirty: "3",
  forty: "4",
  fourty: "4",
  fifty: "5",
  sixty: "6",
  seventy: "7",
  eighty: "8",
  ninety: "9",
};

const repeats: Readonly<Record<string, number>> = { double: 2, triple: 3 };

export interface SpokenNumber {
  digits: string;
  /** Words used up. */
  length: number;
}

/** The run of number words that begins at `words[at]`, its digits strung together. */
export function spokenNumberAt(words: readonly string[], at: number): SpokenNumber | undefined {
  let text = "";
  let next = at;
  for (;;) {
    const part = onePart(words, next);
    if (part === undefined) break;
    text += part.digits;
    next += part.length;
  }
  return text === "" ? undefined : { digits: text, length: next - at };
}

function onePart(words: readonly string[], at: number): SpokenNumber | undefined {
  const word = words[at] ?? "";
  const repeat = repeats[word];
  if (repeat !== undefined) {
    const repeated = digitOf(words[at + 1]);
    return repeated === undefined ? undefined : { digits: repeated.repeat(repeat), length: 2 };
  }
  const small = underHundred(words, at);
  if (small === undefined) return undefined;
  if (words[at + small.length] !== "hundred") return small;
  const skip = words[at + small.length + 1] === "and" ? 2 : 1;
  const rest = underHundred(words, at + small.length + skip);
  if (rest === undefined) return { digits: `${small.digits}00`, length: small.length + 1 };
  return {
    digits: small.digits + rest.digits.padStart(2, "0"),
    length: small.length + skip + rest.length,
  };
}

function underHundred(words: readonly string[], at: number): SpokenNumber | undefined {
  const word = words[at] ?? "";
  const ten = tens[word];
  if (ten !== undefined) {
    const unit = digits[words[at + 1] ?? ""];
    return unit === undefined || unit === "0"
      ? { digits: `${ten}0`, length: 1 }
      : { digits: ten + unit, length: 2 };
  }
  const single = teens[word] ?? digits[word];
  return single === undefined ? undefined : { digits: single, length: 1 };
}

function digitOf(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  return digits[word] ?? (/^\d$/.test(word) ? word : undefined);
}
