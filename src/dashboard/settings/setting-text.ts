/** Settings in words: a value stands with the unit that its name ends with. */
import { spelt } from "#src/dashboard/words/labels.ts";
import { telephoneText } from "#src/dashboard/words/numbers.ts";

const units = { Ms: "ms", Minutes: "min", Seconds: "s" } as const;
const names: Record<string, string> = { llm: "Language models", tts: "Voices", livekit: "LiveKit", id: "ID" };

/** Names of models and the like stay as they are. */
export function settingLabel(name: string): string {
  const known = names[name];
  if (known !== undefined) return known;
  return /[\d-]/.test(name) ? name : spelt(name.replace(/(?:Ms|Minutes|Seconds)$/, ""));
}

export function settingText(name: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value))
    return value.length === 0 ? "–" : value.map((each) => settingText("", each)).join(", ");
  if (typeof value === "number")
    return `${value.toLocaleString("en-GB", { maximumFractionDigits: 6 })}${unitOf(name)}`;
  if (typeof value === "string") return isTelephone(value) ? telephoneText(value) : value;
  return JSON.stringify(value);
}

export const isTelephone = (value: unknown): boolean =>
  typeof value === "string" && /^\+\d{8,15}$/.test(value);

const unitOf = (name: string): string =>
  Object.entries(units)
    .filter(([ending]) => name.endsWith(ending))
    .map(([, unit]) => ` ${unit}`)
    .join("");
