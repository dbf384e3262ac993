/** What is kept of a machine beside its source, made from it: pictures, and a configuration for Stately's editor. */
import type { AnyStateMachine } from "xstate";
import { drawChart } from "./draw.ts";
import { mermaid } from "./mermaid.ts";
import { mermaidOverview } from "./mermaid-overview.ts";
import { chartModel } from "./model.ts";
import { statelyConfig } from "./stately.ts";

export interface ChartFiles {
  /** By file name. */
  files: ReadonlyMap<string, string>;
  /** Mermaid's, small enough for a README. */
  overview: string;
}

export async function chartFiles(machine: AnyStateMachine): Promise<ChartFiles> {
  const model = chartModel(machine);
  return {
    files: new Map([
      ["chart.json", `${JSON.stringify(statelyConfig(model), null, 2)}\n`],
      ["chart.mmd", mermaid(model)],
      ["chart.svg", await drawChart(model)],
    ]),
    overview: mermaidOverview(model),
  };
}

/** Puts the picture between the markers of the chart's name; a text without them stays as it is. */
export function withOverview(markdown: string, name: string, overview: string): string {
  const start = `<!-- chart: ${name} -->`;
  const end = "<!-- /chart -->";
  const from = markdown.indexOf(start);
  const to = markdown.indexOf(end, from);
  if (from === -1 || to === -1) return markdown;
  return `${markdown.slice(0, from)}${start}\n\n\`\`\`mermaid\n${overview}\`\`\`\n\n${markdown.slice(to)}`;
}
