/** How much of what is to be masked is masked, and how much else, over the labelled utterances. */
import { readFileSync } from "node:fs";
import { redactText } from "#src/api/privacy/redact-text.ts";
import type { KnownWorkspace } from "#src/api/privacy/redaction/mark-known.ts";

export interface Labelled {
  /** `tuned`: rules were written with it in sight; `held`: they were not. */
  set: "tuned" | "held";
  speaker: "tenant" | "agent";
  stage: string;
  facts: Readonly<Record<string, string>>;
  text: string;
  /** What is to be masked, and as what. */
  personal: readonly { kind: string; words: string }[];
}

export interface Score {
  /** By kind: how many there are, and how many were left, in whole or in part. */
  kinds: Readonly<Record<string, { all: number; left: string[] }>>;
  /** Words that are nobody's. */
  harmless: number;
  /** Of those, words that were masked. */
  overmasked: string[];
}

/** The one whose buildings and vendors the utterances are about. */
export const workspace: KnownWorkspace = {
  name: "Maple Court Residences",
  properties: [
    { name: "Maple Court", address: "42 Maple Street", aliases: ["the Court"] },
    { name: "Willow House", address: "7 Willow Lane", aliases: ["the Willow"] },
    { name: "Quarry Lofts", address: "180 Quarry Road", aliases: ["the Lofts"] },
    { name: "Fern Cottage", address: "3 Fern Hollow", aliases: ["the cottage"] },
  ],
  vendors: [{ name: "Bluepipe Plumbing" }, { name: "Warmhearth Heating" }],
};

export function labelledUtterances(): Labelled[] {
  const [, ...lines] = readFileSync(new URL("corpus.tsv", import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => {
    const [set, speaker, stage = "", facts = "", said = ""] = line.split("\t");
    return {
      set: set === "held" ? "held" : "tuned",
      speaker: speaker === "agent" ? "agent" : "tenant",
      stage,
      facts: Object.fromEntries(
        facts
          .split(";")
          .map((fact) => fact.split("="))
          .filter(({ length }) => length === 2),
      ),
      text: said.replace(label, "$2"),
      personal: [...said.matchAll(label)].map(([, kind = "", words = ""]) => ({ kind, words })),
    };
  });
}

const label = /\[(\w+):([^\]]*)\]/g;

export function scoreRedaction(utterances: readonly Labelled[]): Score {
  const kinds: Record<string, { all: number; left: string[] }> = {};
  const overmasked: string[] = [];
  let harmless = 0;
  for (const utterance of utterances) {
    const stored = redactText(utterance.text, { ...utterance, workspace });
    let rest = ` ${plain(utterance.text)} `;
    for (const { kind, words } of utterance.personal) {
      const score = (kinds[kind] ??= { all: 0, left: [] });
      score.all++;
      rest = rest.replace(` ${plain(words)} `, " ‹› ");
      // All of it has to be gone; what is said elsewhere in the same utterance counts as left, too.
      if (
        plain(words)
          .split(" ")
          .some((word) => countOf(stored, word) > countOf(withoutPersonal(utterance), word))
      )
        score.left.push(`${stored}   ← ${utterance.text}`);
    }
    const own = withoutPersonal(utterance)
      .split(" ")
      .filter((word) => word !== "");
    harmless += own.length;
    for (const word of new Set(own))
      for (let gone = countOf(withoutPersonal(utterance), word) - countOf(stored, word); gone > 0; gone--)
        overmasked.push(`${word}: ${stored}   ← ${utterance.text}`);
  }
  return { kinds, harmless, overmasked };
}

const withoutPersonal = ({ text, personal }: Labelled): string =>
  personal
    .reduce(
      (rest, { words }) => rest.replace(` ${plain(words)} `, "  "),
      ` ${plain(text).replaceAll(" ", "  ")} `.replaceAll("  ", " "),
    )
    .trim();

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/‹[a-z]+›/g, " ")
    .replace(/'s\b/g, "")
    .replace(/[^\p{L}\p{N}']+/gu, " ")
    .trim();

const countOf = (text: string, word: string): number =>
  plain(text)
    .split(" ")
    .filter((one) => one === word).length;
