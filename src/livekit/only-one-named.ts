import { TelephoneError } from "./telephone-error.ts";

interface What<Item> {
  /** As `lk sip` names it. */
  kind: "inbound" | "dispatch";
  idOf: (item: Item) => string;
}

/** LiveKit lets several have one name. Throws `TelephoneError` when several have this one. */
export function onlyOneNamed<Item extends { name: string }>(
  name: string,
  items: readonly Item[],
  { kind, idOf }: What<Item>,
): Item | undefined {
  const found = items.filter((item) => item.name === name);
  if (found.length > 1)
    throw new TelephoneError(
      `LiveKit has ${found.length} ${words[kind]} named "${name}" (${found.map(idOf).join(", ")})`,
      `delete all but one, for instance with \`lk sip ${kind} delete ${found.map(idOf).at(-1)}\``,
    );
  return found[0];
}

const words = { inbound: "inbound trunks", dispatch: "dispatch rules" } as const;
