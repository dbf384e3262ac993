import { spelt } from "#src/dashboard/words/labels.ts";
import { telephoneText } from "#src/dashboard/words/numbers.ts";

/** A setting's value with its unit, which its name ends with. */
export function settingText(name: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value))
    return value.length === 0 ? "–" : value.map((each) => settingText("", each)).join(", ");
  if (typeof value === "number")
    return `${value.toLocaleString("en-GB", { maximumFractionDigits: 6 })}${unitOf(name)}`;
  if (typeof value === "string") return /^\+\d{8,15}$/.test(value) ? telephoneText(value) : value;
  return JSON.stringify(value);
}

/** The unit stands beside the value. */
export const settingLabel = (name: string): string => spelt(name.replace(/(?:Ms|Days|Minutes|Seconds)$/, ""));

function unitOf(name: string): string {
  if (name.endsWith("Ms")) return " ms";
  if (name.endsWith("Days")) return " days";
  if (name.endsWith("Minutes")) return " min";
  return name.endsWith("Seconds") ? " s" : "";
}
