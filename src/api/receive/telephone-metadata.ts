/** A call's metadata: its two telephone numbers apart from the rest, in which there is to be none. */
import { type Data, isObject } from "./received-event.ts";

export interface CallMetadata {
  caller: string | null;
  dialled: string | null;
  rest: Record<string, string>;
}

/** The contract names the first of each; old agents were free to choose. */
const callerNames = ["calling_number", "caller_number", "from_number", "from", "caller"];
const dialledNames = ["dialled_number", "dialed_number", "called_number", "to_number", "to"];

/** Seven digits and more, with what stands between them when a number is written. */
const hasNumber = /\d(?:[\s().-]*\d){6}/;
/** A version is a hash, which may be digits alone. */
const isVersion = (name: string): boolean => name.endsWith("_version");

export function readMetadata(metadata: unknown): CallMetadata {
  const data: Data = isObject(metadata) ? metadata : {};
  const named = (names: readonly string[]): string | null => {
    const found = names.map((name) => data[name]).find((value) => typeof value === "string" && value !== "");
    return typeof found === "string" ? found : null;
  };
  const rest = Object.entries(data).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" &&
      ![...callerNames, ...dialledNames].includes(entry[0]) &&
      (isVersion(entry[0]) || !hasNumber.test(entry[1])),
  );
  return { caller: named(callerNames), dialled: named(dialledNames), rest: Object.fromEntries(rest) };
}
