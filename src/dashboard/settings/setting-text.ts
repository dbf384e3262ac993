import { telephoneText } from "#src/dashboard/words/numbers.ts";

/** A setting's value with its unit, which its name ends with. */
export function settingText(name: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.map((each) => settingText("", each)).join(", ");
  if (typeof value === "number") return `${value.toLocaleString("en-GB")}${unitOf(name)}`;
  if (typeof value === "string") return /^\+\d{8,15}$/.test(value) ? telephoneText(value) : value;
  return JSON.stringify(value);
}

function unitOf(name: string): string {
  if (/Ms$/.test(name)) return " ms";
  if (/Days$/.test(name)) return " days";
  if (/Minutes$/.test(name)) return " min";
  return /Seconds$/.test(name) ? " s" : "";
}
