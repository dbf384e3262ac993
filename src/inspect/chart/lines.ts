/** The words of a drawing, cut into lines, and the room that they take. Widths are those of a wide font, so that none is cut. */
import type { Row } from "./arrows.ts";
import type { ChartNode } from "./model.ts";
import { say } from "./named.ts";

export interface Line {
  text: string;
  look: "event" | "guard" | "action" | "entry" | "exit" | "invoke";
  /** A guard behind an event. */
  guard?: string;
}

export const lineHeight = 14;
const keySize = 13;
const tagSize = 10;
const longestLine = 34;

export const keyWidth = (text: string): number => Math.ceil(text.length * keySize * 0.66);
export const tagWidth = (text: string): number => Math.ceil(text.length * tagSize * 0.62) + 10;

function lineWidth({ text, look, guard = "" }: Line): number {
  return Math.ceil(text.length * (look === "event" ? 7.1 : 6.5) + guard.length * 6.3) + 4;
}

export const widest = (lines: readonly Line[]): number => Math.max(0, ...lines.map(lineWidth));

export function stateLines({ invoke, entry, exit }: ChartNode): Line[] {
  return [
    ...invoke.map(({ src }): Line => ({ text: `◎ ${src}`, look: "invoke" })),
    ...entry.map((one): Line => ({ text: `▸ ${say(one)}`, look: "entry" })),
    ...exit.map((one): Line => ({ text: `◂ ${say(one)}`, look: "exit" })),
  ];
}

export function rowLines({ transition, leadsTo }: Row): Line[] {
  const { label, guard, actions } = transition;
  const event = leadsTo === undefined ? label : `${label} → ${leadsTo}`;
  const condition = guard === undefined ? undefined : `[${say(guard)}]`;
  const first: Line[] =
    condition === undefined
      ? [{ text: event, look: "event" }]
      : event.length + condition.length < longestLine
        ? [{ text: event, look: "event", guard: ` ${condition}` }]
        : [
            { text: event, look: "event" },
            { text: condition, look: "guard" },
          ];
  return [...first, ...wrapped(actions.map(say)).map((text): Line => ({ text, look: "action" }))];
}

function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= longestLine)
      lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(lines.length === 0 ? `/ ${word}` : `   ${word}`);
  }
  return lines;
}
