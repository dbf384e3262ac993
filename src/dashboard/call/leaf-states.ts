/** Which state each region of the chart is in. */
import { providerLabel, spelt } from "#src/dashboard/words/labels.ts";

export interface LeafState {
  region: string;
  state: string;
}

/** `live.turn.responding.speaking` is region `Turn`, state `Responding, speaking`; of `live.health`, each provider is one. */
export function leafStates(states: readonly string[]): LeafState[] {
  return states
    .filter((path) => !states.some((other) => other.startsWith(`${path}.`)))
    .map((path) => {
      const [region = path, ...inner] = path.replace(/^live\./, "").split(".");
      if (inner.length === 0) return { region: "Call", state: spelt(region) };
      const [first = "", ...rest] = inner;
      if (region === "health" && rest.length > 0)
        return { region: providerLabel(first), state: inWords(rest) };
      return { region: spelt(region), state: inWords(inner) };
    });
}

const inWords = (names: readonly string[]): string =>
  names.map((name, at) => (at === 0 ? spelt(name) : spelt(name).toLowerCase())).join(", ");
