import { createHash } from "node:crypto";
import type { Pack } from "./pack.ts";

/** The first twelve hex digits of a SHA-256 over the pack's content; the order of keys in its files does not matter. */
export function versionOf(content: Omit<Pack, "version">): string {
  return createHash("sha256").update(canonical(content)).digest("hex").slice(0, 12);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(",")}}`;
}
