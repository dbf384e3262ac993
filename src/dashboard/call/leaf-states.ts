/** Which state each region of the chart is in. */
import { spelt } from "#src/dashboard/words/labels.ts";

export interface LeafState {
  region: string;
  state: string;
}

/** `live.turn.responding.speaking` is region `Turn`, state `Responding, speaking`. */
export function leafStates(states: readonly string[]): LeafState[] {
  return states
    .filter((path) => !states.some((other) => other.startsWith(`${path}.`)))
    .map((path) => {
      const [region = path, ...inner] = path.replace(/^live\./, "").split(".");
      if (inner.length === 0) return { region: "Call", state: spelt(region) };
      const [first = "", ...rest] = inner.map(spelt);
      return { region: spelt(region), state: [first, ...rest.map((name) => name.toLowerCase())].join(", ") };
    });
}
