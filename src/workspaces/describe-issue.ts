/** Says what zod found in words for whoever writes packs: the field, the kind of value found, what to write instead. */
import type { z } from "zod";

export interface IssueDescription {
  /** Where to point at. */
  path: readonly PropertyKey[];
  problem: string;
  remedy: string;
}

const expectedKinds: Readonly<Record<string, string>> = {
  string: "write a text",
  number: "write a number",
  int: "write a whole number",
  boolean: "write true or false",
  array: "write a list, each entry on a line of its own after a hyphen",
  object: "write a mapping of fields to values",
  record: "write a mapping of names to texts",
};

/** `data` is what was parsed; messages of a schema's own checks are expected to begin with "must". */
export function describeIssue(issue: z.core.$ZodIssue, data: unknown): IssueDescription {
  const { path } = issue;
  const value = valueAt(data, path);
  const found = `${fieldName(path)} is ${kindOf(value)}`;
  if (issue.code === "invalid_type")
    return { path, problem: found, remedy: remedyForType(issue.expected, value) };
  if (issue.code === "invalid_value")
    return {
      path,
      problem: value === undefined ? found : `${found} that is not allowed`,
      remedy: `write one of ${issue.values.map(String).join(", ")}`,
    };
  if (issue.code === "unrecognized_keys") {
    const unknown = [...path, issue.keys[0] ?? ""];
    return {
      path: unknown,
      problem: `${fieldName(unknown)} is an unknown field`,
      remedy: "remove it or correct its spelling",
    };
  }
  if (issue.code === "too_small")
    return typeof value === "number"
      ? { path, problem: `${found} that is too small`, remedy: `write ${issue.minimum} or more` }
      : { path, problem: found, remedy: "write at least one entry or character" };
  if (issue.code === "too_big")
    return typeof value === "number"
      ? { path, problem: `${found} that is too large`, remedy: `write ${issue.maximum} or less` }
      : { path, problem: `${found} that is too long`, remedy: `shorten it to ${issue.maximum}` };
  if (issue.code === "invalid_key")
    return {
      path,
      problem: `${fieldName(path)} is a name that does not fit`,
      remedy: `it ${issue.issues[0]?.message ?? issue.message}`,
    };
  return { path, problem: `${found} that does not fit`, remedy: `it ${issue.message}` };
}

function remedyForType(expected: string, value: unknown): string {
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean"))
    return "put it in quotes to make it a text";
  return expectedKinds[expected] ?? `write a value of kind ${expected}`;
}

function fieldName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the file's content";
  return path
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`,
    )
    .join("");
}

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (value === "") return "an empty text";
  if (typeof value === "string") return "a text";
  if (typeof value === "number") return "a number";
  if (typeof value === "boolean") return "a true-or-false value";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  return "a mapping";
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    data,
  );
}
