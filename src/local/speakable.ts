/** Text that flite can read: it knows ASCII only, and speaks noise for what it does not know. */

const replacements: [RegExp, string][] = [
  [/[\u2018\u2019\u02bc]/g, "'"],
  [/[\u201c\u201d\u00ab\u00bb]/g, '"'],
  [/\s*[\u2013\u2014]\s*/g, ", "],
  [/\u2026/g, "..."],
];

/** Empty when there is no letter and no digit in the text. */
export function speakable(text: string): string {
  const replaced = replacements.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), text);
  const ascii = replaced
    .normalize("NFKD")
    .replaceAll(/[^\x20-\x7e]+/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return /[a-z0-9]/i.test(ascii) ? ascii : "";
}
