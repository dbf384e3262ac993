/** From a schema's complaint to one sentence: the field, what was found, and what to write instead. */
import type { z } from "zod";
import { keysAt } from "./schema-keys.ts";

type Issue = z.core.$ZodIssue;

/** The complaint to begin with: an unknown key explains others that follow from it. */
export function foremost({ issues }: z.ZodError): Issue {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (issue === undefined) throw new Error("A schema refused a value without saying why.");
  return withinUnion(issue);
}

/** Of a union's complaints, the one of the member that was meant: it has nothing against the kind of the value. */
function withinUnion(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const meant = issue.errors.find(([first]) => first !== undefined && !isOfKind(first));
  const inner = meant?.[0];
  return inner === undefined ? issue : withinUnion({ ...inner, path: [...issue.path, ...inner.path] });
}

function isOfKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}

/** `value` is the whole document as it was parsed, `schema` what it was held against. */
export function sentenceOf(issue: Issue, value: unknown, schema: z.ZodType): string {
  const field = fieldOf(issue.path);
  const subject = field === "" ? "the scenario" : field;
  const found = valueAt(value, issue.path);
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    return ended(
      `${subject}: found the unknown key '${key}'; ${suggestion(key, keysAt(schema, issue.path))}`,
    );
  }
  return ended(`${subject}: found ${kindOf(found)}; ${remedy(issue, found)}`);
}

function ended(sentence: string): string {
  return sentence.endsWith("?") ? sentence : `${sentence}.`;
}

/** `caller.script[2].say` */
function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

function remedy(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.expected === "string" && typeof found === "number")
        return "write text, that is, put it in quotes";
      return `write ${names[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return suggestion(found, issue.values.map(String));
    case "too_small":
      if (issue.origin === "array") return "write at least one item";
      return issue.origin === "string" ? "write some text" : `write ${issue.minimum} or more`;
    case "too_big":
      return `write ${issue.maximum} or less`;
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return issue.message;
  }
}

const names: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping of keys to values",
  record: "a mapping of keys to values",
};

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") {
    const keys = Object.keys(value).length;
    return `a mapping of ${keys} ${keys === 1 ? "key" : "keys"}`;
  }
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return "a number";
  return value === "" ? "empty text" : "text";
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (typeof inside === "object" && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  );
}

/** The nearest choice, if one is near, and otherwise all of them. */
function suggestion(written: unknown, choices: readonly string[]): string {
  const near = choices
    .map((choice) => ({
      choice,
      distance: typeof written === "string" ? editDistance(written, choice) : Infinity,
    }))
    .filter(({ choice, distance }) => distance < choice.length && distance <= Math.max(2, choice.length / 3))
    .toSorted((a, b) => a.distance - b.distance)[0];
  if (near !== undefined) return `did you mean '${near.choice}'?`;
  return choices.length === 1 ? `write ${choices[0]}` : `write one of ${choices.join(", ")}`;
}

/** Letters to insert, drop or replace (Levenshtein), case aside. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(from.toLowerCase()).entries()) {
    const next = [at + 1];
    for (const [index, other] of Array.from(to.toLowerCase()).entries()) {
      const replaced = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
