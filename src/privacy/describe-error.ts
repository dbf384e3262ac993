/** An error without its message: a provider's message may quote the caller, a parser's what it was given. */

export interface ErrorDescription {
  type: string;
  code?: string | number;
  status?: number;
  /** Where it came from, innermost first. */
  stack: string[];
  cause?: ErrorDescription;
}

/** A line of a stack as V8 writes it for our files, packages' files and Node's own; a message's line is not one. */
const frame = /^ *(at (?:[\w$#.<>[\] ]+ \()?(?:file:\/\/|node:|\/)[^\s()]+:\d+:\d+\)?)$/;
const deepest = 4;

/** Takes an error, or what a logger made of one. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (typeof error !== "object" || error === null) return { type: typeof error, stack: [] };
  const { name, type, code, status, stack, cause }: Record<string, unknown> = {
    ...fields(error),
    ...error,
  };
  const known = [type, name, error.constructor.name].find((each) => isName(each)) ?? "Error";
  return {
    type: known,
    ...(isCode(code) ? { code } : {}),
    ...(typeof status === "number" ? { status } : {}),
    stack: framesOf(stack),
    ...(cause === undefined || depth === deepest ? {} : { cause: describeError(cause, depth + 1) }),
  };
}

/** An error's own fields are not enumerable. */
function fields(error: object): Record<string, unknown> {
  return error instanceof Error ? { name: error.name, stack: error.stack, cause: error.cause } : {};
}

const framesOf = (stack: unknown): string[] =>
  typeof stack === "string" ? stack.split("\n").flatMap((line) => frame.exec(line)?.[1] ?? []) : [];

const isName = (value: unknown): value is string =>
  typeof value === "string" && /^[A-Z]\w{0,60}$/.test(value) && value !== "Object";

const isCode = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(value));
