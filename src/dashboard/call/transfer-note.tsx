import { telephoneText } from "#src/dashboard/words/numbers.ts";
import { textOf } from "#src/dashboard/words/text-of.ts";
import { Note } from "./note.tsx";

interface Props {
  state: string;
  data: Readonly<Record<string, unknown>>;
  at: string;
}

export function TransferNote({ state, data, at }: Props) {
  const number = textOf(data["number"]);
  const next = textOf(data["next"]);
  const who = number === undefined ? "a human" : telephoneText(number);
  if (state === "answered")
    return <Note icon="check" tone="good" at={at} title={`With a human: ${who} answered`} />;
  if (state === "failed")
    return (
      <Note icon="transfer" tone="warn" at={at} title={`Nobody answered at ${who}`}>
        {next === undefined ? "The caller is back with EMA." : `Now calling ${telephoneText(next)}.`}
      </Note>
    );
  return <Note icon="transfer" tone="accent" at={at} title={`Putting through to ${who}`} />;
}
