/** What an entry of a log may hold. Names of fields are allowed, not forbidden: a field that a package adds says nothing. */
import { describeError } from "./describe-error.ts";

/** Texts that EMA writes, or that are names of its own; none of them comes from a caller or a provider. */
const told = new Set([
  "reason",
  "workspace",
  "workspaceId",
  "refusal",
  "outcome",
  "version",
  "what",
  "agentName",
  "hostname",
  "region",
  "errorType",
  "msgCase",
  "method",
  "route",
  "job",
]);
/** The operator's own number, which they have to put right; and LiveKit's ids, in any field. */
const dialled = "dialled";
const liveKitId = /^[A-Z]{2,3}_\w{6,}$/;
const telephoneNumber = /\+\d{7,15}\b|\b\d{10,15}\b|\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b/g;
/** The names under which errors are logged. */
const errors = new Set(["err", "error"]);

type Entry = Record<string, unknown>;

/** The same entry without speech, names, numbers and addresses. */
export function redactEntry(entry: Entry): Entry {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) => {
      if (name === "msg") return [name, messageOf(entry)];
      if (errors.has(name)) return [name, describeError(value)];
      return [name, allowed(name, value)];
    }),
  );
}

function allowed(name: string, value: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
  if (typeof value !== "string") return "[left out]";
  if (name === dialled || liveKitId.test(value)) return value;
  return told.has(name) ? value.replaceAll(telephoneNumber, "[number]") : "[left out]";
}

/** Where a message of a package goes on with what it was given: `failed to connect: …`, `not valid JSON ("…")`. */
const given = /[:("`{[]/;

/** A logger that is given an error alone takes its message for the entry's. */
function messageOf({ msg, err, error }: Entry): string {
  if (typeof msg !== "string") return "[left out]";
  const repeats = [err, error].some((each) => {
    if (typeof each !== "object" || each === null || !("message" in each)) return false;
    const { message } = each;
    return typeof message === "string" && message !== "" && (message.includes(msg) || msg.includes(message));
  });
  const [own = ""] = msg.split(given);
  return repeats ? "an error" : own.trimEnd().replaceAll(telephoneNumber, "[number]");
}
