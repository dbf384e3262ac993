/** What may be left of a value that a watcher sees. */

/** What becomes of a value; undefined is left out. */
export type Rule = (value: unknown) => unknown;

export const number: Rule = (value) => (typeof value === "number" ? value : undefined);
export const yesNo: Rule = (value) => (typeof value === "boolean" ? value : undefined);
export const oneOf = (names: readonly string[] | ReadonlySet<string>): Rule => {
  const known = new Set(names);
  return (value) => (typeof value === "string" && known.has(value) ? value : undefined);
};
export const listOf =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) ? value.map(rule).filter((one) => one !== undefined) : undefined;
export const length: Rule = (value) =>
  typeof value === "string" || Array.isArray(value) ? value.length : undefined;
export const wordsIn: Rule = (value) =>
  typeof value === "string" ? value.split(/\s+/).filter((word) => word !== "").length : undefined;
export const words: Rule = (value) => ({ words: wordsIn(value) ?? 0 });
export const never: Rule = () => undefined;
export const part = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** Everything that is not named here is left out. */
export type Allowed = Readonly<Record<string, Rule>>;
/** Names that say what is left of a value. */
const renamed: Record<string, string> = { text: "words", call: "tool" };

/** What the rules let through. */
export function allow(value: unknown, allowed: Allowed): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries(allowed)) {
    const left = part(value, key);
    const shown = left === undefined ? undefined : rule(left);
    if (shown !== undefined) kept[renamed[key] ?? key] = shown;
  }
  return kept;
}
