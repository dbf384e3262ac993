/** Settings in words: a value stands with the unit that its name ends with. */
import { spelt } from "#src/dashboard/words/labels.ts";
import { telephoneText } from "#src/dashboard/words/numbers.ts";

const units = { Ms: "ms", Minutes: "min", Seconds: "s" } as const;
const names: Record<string, string> = {
  llm: "Language models",
  tts: "Voices",
  livekit: "LiveKit",
  id: "ID",
  endpointing: "Silence that ends a turn",
  minMs: "At least",
  maxMs: "At most",
  repromptMs: "Asks again after",
  enabled: "Takes calls",
  maxMinutes: "Longest call",
  acknowledgeSeconds: "Time to say that one comes",
  optInEvents: "All events are sent",
};

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
  if (typeof value === "string") return isTelephone(value) ? telephoneText(value) : inWords(value);
  return JSON.stringify(value);
}

/** `afterHours` is `After hours`; what is no such name stays as it is. */
const inWords = (value: string): string => (/^[a-z]+(?:[A-Z][a-z]+)+$/.test(value) ? spelt(value) : value);

export const isTelephone = (value: unknown): boolean =>
  typeof value === "string" && /^\+\d{8,15}$/.test(value);

const unitOf = (name: string): string =>
  Object.entries(units)
    .filter(([ending]) => name.endsWith(ending))
    .map(([, unit]) => ` ${unit}`)
    .join("");
