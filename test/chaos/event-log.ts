/** What happened in a call, as lines for whoever reads about a failure. */
import type { CallLogEntry } from "#src/call/handle.ts";

/** Undefined for what only repeats what another line says. */
export function lineOf(entry: CallLogEntry): string | undefined {
  const told = wordsOf(entry);
  return told === undefined ? undefined : `${timeOf(entry.at)}  ${told}`;
}

const timeOf = (at: number): string => (at / 1000).toFixed(3).padStart(9);

function wordsOf(entry: CallLogEntry): string | undefined {
  switch (entry.kind) {
    case "event": {
      const { type, ...rest } = entry.event;
      const shown = Object.entries(rest).filter(([key]) => key !== "at" && !key.startsWith("voiced"));
      return shown.length === 0 ? type : `${type} ${JSON.stringify(Object.fromEntries(shown))}`;
    }
    case "states": {
      const within = (path: string) => entry.entered.some((other) => other.startsWith(`${path}.`));
      return `    in ${entry.entered
        .filter((path) => !within(path))
        .map((path) => path.replace(/^live\./, ""))
        .join(", ")}`;
    }
    case "turn":
      return `    ${entry.speaker}${entry.interrupted ? " (interrupted)" : ""}: ${entry.text}`;
    case "tool":
      return `    tool ${entry.name} has run`;
    case "problem":
      return `    problem: ${entry.reason}`;
    case "webhook":
      return `    told ${entry.eventType}`;
    case "effect":
      return undefined;
  }
}
