import { dispatchReason, spelt, urgencyLabel } from "#src/dashboard/words/labels.ts";
import { telephoneText } from "#src/dashboard/words/numbers.ts";
import { dispatchWords } from "#src/dashboard/words/run-words.ts";
import { textOf } from "#src/dashboard/words/text-of.ts";
import { Note } from "./note.tsx";

interface Props {
  state: string;
  data: Readonly<Record<string, unknown>>;
  at: string;
}

export function DispatchNote({ state, data, at }: Props) {
  const number = textOf(data["number"]);
  const who = textOf(data["vendor"]) ?? (number === undefined ? "whoever was asked" : telephoneText(number));
  const reason = textOf(data["reason"]);
  const about = [
    textOf(data["trade"]) && spelt(textOf(data["trade"]) ?? ""),
    textOf(data["urgency"]) && urgencyLabel(textOf(data["urgency"]) ?? ""),
  ].filter(Boolean);
  const asked = state === "requested" || state === "escalated";
  return (
    <Note
      icon={asked ? "sent" : state === "acknowledged" ? "check" : "trouble"}
      tone={state === "declined" ? "warn" : "good"}
      at={at}
      title={dispatchWords(state, who)}
    >
      {about.length > 0 && `${about.join(", ")}. `}
      {reason !== undefined && dispatchReason(reason)}
      {state === "declined" && "The next on the ladder is asked, if there is one."}
    </Note>
  );
}
