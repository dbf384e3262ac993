/** Cuts a stream of text into what is synthesized at once. */

/** A full stop after one of these does not end a sentence. */
const abbreviation = /\b(?:mr|mrs|ms|dr|st|ave|apt|no|vs|etc|a\.m|p\.m)\.$/i;
const sentenceEnd = /[.!?]["')\]]*\s+/g;
/** The first piece may end earlier, at a clause, so that the caller hears something sooner. */
const clauseEnd = /[,;:–—]\s+/g;
const wordsOfFirstClause = 3;
const saysSomething = /[\p{L}\p{N}]/u;

export class SentenceSplitter {
  readonly #isReady: (sentence: string) => boolean;
  #buffer = "";
  #first = true;

  /** A sentence that `isReady` goes as soon as it stands, and what follows it is still the first that is waited for. */
  constructor(isReady: (sentence: string) => boolean = () => false) {
    this.#isReady = isReady;
  }

  /** Returns the pieces that are complete now. */
  push(text: string): string[] {
    this.#buffer += text;
    const pieces: string[] = [];
    for (let end = this.#nextEnd(); end !== undefined; end = this.#nextEnd()) {
      const piece = this.#buffer.slice(0, end).trim();
      this.#buffer = this.#buffer.slice(end);
      this.#first &&= this.#isReady(piece);
      pieces.push(piece);
    }
    return pieces.filter((piece) => saysSomething.test(piece));
  }

  /** What is there could be a whole sentence; only what follows would tell. `4.` may still become `4.5`. */
  get mayBeWhole(): boolean {
    const text = this.#buffer.trimEnd();
    return /[^\d\s][.!?]["')\]]*$/.test(text) && !abbreviation.test(text);
  }

  /** Returns what is left, if it says anything. */
  flush(): string[] {
    const rest = this.#buffer.trim();
    this.#buffer = "";
    return saysSomething.test(rest) ? [rest] : [];
  }

  #nextEnd(): number | undefined {
    if (this.#isReady(this.#buffer)) return this.#buffer.length;
    for (const match of this.#buffer.matchAll(sentenceEnd)) {
      const end = match.index + match[0].length;
      if (!abbreviation.test(this.#buffer.slice(0, end).trimEnd())) return end;
    }
    if (!this.#first) return undefined;
    for (const match of this.#buffer.matchAll(clauseEnd)) {
      const end = match.index + match[0].length;
      if (this.#buffer.slice(0, end).trim().split(/\s+/).length >= wordsOfFirstClause) return end;
    }
    return undefined;
  }
}
