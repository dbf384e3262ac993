/** Texts and values a little or very wrong, the same ones for the same seed. */
import type { Random } from "../chaos/random.ts";

const scalars = [
  "null",
  "~",
  "true",
  "-1",
  "1e999",
  "08:30",
  "[]",
  "{}",
  '""',
  '"\\u0000"',
  '"{{nobody}}"',
  "{{",
  "&a [*a]",
  "*nowhere",
  "!!binary aGk=",
  "2026-02-30",
  "0x1F",
  "__proto__",
  "+1555555010",
  "ｆｕｌｌ　ｗｉｄｔｈ",
  "🚒".repeat(50),
  "- - -",
  "|",
  "x".repeat(10_000),
];
const pieces = [
  "\t",
  "\0",
  "\r",
  "\u2028",
  "\ufeff",
  ": ",
  "- ",
  "#",
  "'",
  '"',
  "{",
  "]",
  "%",
  "@",
  "`",
  "\\",
  "---\n",
];

/** One to three changes: lines lost, doubled or moved, a value replaced, characters put in, an end cut off. */
export function mutatedText(text: string, random: Random): string {
  let mutated = text;
  for (let change = random.int(1, 3); change > 0; change--) mutated = changed(mutated, random);
  return mutated;
}

function changed(text: string, random: Random): string {
  const lines = text.split("\n");
  const line = random.int(0, lines.length - 1);
  const place = random.int(0, text.length);
  switch (random.int(0, 8)) {
    case 0:
      return lines.toSpliced(line, random.int(1, 3)).join("\n");
    case 1:
      return lines.toSpliced(line, 0, lines[line] ?? "").join("\n");
    case 2:
      return lines.with(line, lines[random.int(0, lines.length - 1)] ?? "").join("\n");
    case 3:
      return lines.with(line, `${random.pick(["", " ", "   "])}${lines[line]}`).join("\n");
    case 4:
      return text.slice(0, place);
    case 5:
      return text.slice(0, place) + random.pick(pieces) + text.slice(place);
    default:
      return lines
        .with(
          line,
          (lines[line] ?? "").replace(/(:\s+|- ).*$/, (_, start: string) => start + random.pick(scalars)),
        )
        .join("\n");
  }
}

/** Anything that JSON can hold. */
export function anyValue(random: Random, depth = 3): unknown {
  const kind = random.int(0, depth > 0 ? 9 : 6);
  if (kind === 7) return random.list(random.int(0, 4), () => anyValue(random, depth - 1));
  if (kind >= 8)
    return Object.fromEntries(
      random.list(random.int(0, 4), () => [
        random.pick([...scalars, "id", "at", "type"]),
        anyValue(random, depth - 1),
      ]),
    );
  return [null, true, random.int(-5, 2 ** 31), random.next() * 1e308, "", random.pick(scalars), -0][kind];
}

/** A record with one or two of its fields left out, replaced, or of another kind; at times with one too many. */
export function mutatedRecord(
  record: Readonly<Record<string, unknown>>,
  random: Random,
): Record<string, unknown> {
  const mutated: Record<string, unknown> = { ...record };
  for (let change = random.int(1, 2); change > 0; change--) {
    const key = random.pick([...Object.keys(record), "oneTooMany"]);
    if (random.chance(0.3)) Reflect.deleteProperty(mutated, key);
    else mutated[key] = anyValue(random);
  }
  return mutated;
}

export const oddText = (random: Random): string =>
  random.pick([...scalars, ...pieces, String(anyValue(random)), "", " ", "+15555550142"]);
