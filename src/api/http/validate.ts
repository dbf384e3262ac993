/** What is sent is checked by the routes' zod schemas; a refusal names the field, the kind of its value and the remedy. */
import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";
import { ApiError } from "./api-error.ts";

export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data) => {
    const result = schema.safeParse(data);
    return result.success
      ? { value: result.data }
      : { error: new ApiError(400, "invalid", describeRefusal(result.error, data, nameOfPart(httpPart))) };
  };

/** One sentence about the first thing that is wrong; of what was sent it quotes nothing. */
export function describeRefusal({ issues }: z.ZodError, data: unknown, whole = "the body"): string {
  const [issue] = issues;
  if (issue === undefined) return `${capital(whole)} does not fit; see /openapi.json.`;
  const path = issue.path;
  const value = path.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined),
    data,
  );
  return `${fieldOf(path, whole)} is ${kindOf(value)}; ${remedyOf(issue)}.`;
}

function remedyOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `send ${kinds[issue.expected] ?? "a value of another kind"}`;
    case "invalid_value":
      return `send ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(String).join(", ")}`;
    case "too_small":
      return typeof issue.minimum === "number" && issue.origin === "number"
        ? `send ${issue.minimum} or more`
        : `send ${issue.minimum} characters or entries, or more`;
    case "too_big":
      return issue.origin === "number"
        ? `send ${issue.maximum} or less`
        : `send ${issue.maximum} characters or entries at most`;
    case "invalid_format":
      return formats[issue.format] ?? "send it in the form that /openapi.json says";
    case "unrecognized_keys":
      return "leave out the fields that /openapi.json does not name";
    case "invalid_union":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return "send what /openapi.json says";
    default:
      return issue satisfies never;
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const formats: Readonly<Record<string, string>> = {
  datetime: "send a time such as 2026-11-27T03:00:00.000Z",
  date: "send a date such as 2026-11-27",
  uuid: "send a UUID",
};

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (value === "") return "an empty text";
  if (typeof value === "string") return "a text that does not fit";
  if (typeof value === "number") return "a number that does not fit";
  if (typeof value === "boolean") return "true or false";
  return Array.isArray(value) ? "a list" : "an object that does not fit";
}

/** A key that was made up by the sender may be somebody's number. */
const plainKey = /^[A-Za-z][A-Za-z_]{0,40}$/;

function fieldOf(path: readonly PropertyKey[], whole: string): string {
  if (path.length === 0) return capital(whole);
  return path
    .map((step) => (typeof step === "number" ? "[]" : plainKey.test(String(step)) ? String(step) : "‹key›"))
    .join(".");
}

const nameOfPart = (part: string | undefined): string =>
  ({ querystring: "the query", params: "the address", headers: "the headers" })[part ?? ""] ?? "the body";

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
