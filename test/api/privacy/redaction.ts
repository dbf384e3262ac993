/** `npm run -s redaction`: how much of the labelled utterances is masked, what was left, and what was masked in vain. */
import { labelledUtterances, type Score, scoreRedaction } from "./score-redaction.ts";

const all = labelledUtterances();
for (const set of ["tuned", "held"] as const)
  print(set, scoreRedaction(all.filter((one) => one.set === set)));

function print(set: string, { kinds, harmless, overmasked }: Score): void {
  const lines = Object.entries(kinds).map(
    ([kind, { all: count, left }]) => `${set}\t${kind}\t${count - left.length} of ${count} masked`,
  );
  lines.push(`${set}\tother words\t${overmasked.length} of ${harmless} masked`);
  lines.push(...Object.values(kinds).flatMap(({ left }) => left.map((one) => `left\t${one}`)));
  lines.push(...overmasked.map((one) => `in vain\t${one}`));
  process.stdout.write(`${lines.join("\n")}\n\n`);
}
