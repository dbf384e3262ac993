/** `npm run -s coverage:chart`: what the graphs of the call cover, as text, and drawn on the chart with `--svg FILE`. */
import { writeFileSync } from "node:fs";
import { callMachine } from "#machines/call/machine.ts";
import { drawChart } from "#src/inspect/chart/draw.ts";
import { chartModel } from "#src/inspect/chart/model.ts";
import { coverageOf, exploreAll, missing } from "./graph/report.ts";
import { coverEdges, sampleTransitions } from "./graph/walks.ts";

const began = performance.now();
const graphs = exploreAll(callMachine);
const { transitions, states } = coverageOf(callMachine, graphs);
let nodes = 0;
let edges = 0;
let walks = 0;
let steps = 0;
for (const graph of graphs) {
  const covering = coverEdges(graph);
  nodes += graph.nodes.size;
  edges += graph.edges.length;
  walks += covering.length;
  steps += covering.reduce((sum, walk) => sum + walk.length, 0);
}
const taken = transitions.size - missing(transitions).length;
const entered = states.size - missing(states).length;
const print = (line: string) => process.stdout.write(`${line}\n`);

for (const [id, count] of states) print(`${String(count).padStart(7)}  ${id}`);
for (const [id, count] of transitions) print(`${String(count).padStart(7)}  ${id}`);
for (const id of [...missing(states), ...missing(transitions)]) print(`never: ${id}`);
print(
  `${graphs.length} slices, ${nodes} states and ${edges} edges of the graph; ` +
    `${entered} of ${states.size} states and ${taken} of ${transitions.size} transitions of the chart covered; ` +
    `${walks} walks of ${steps} steps take every edge, ${sampleTransitions(graphs).length} tell every transition; ` +
    `${Math.round((performance.now() - began) / 1000)} s`,
);
const svg = process.argv.indexOf("--svg");
const file = process.argv[svg + 1];
if (svg !== -1 && file !== undefined) {
  const classes = (id: string) =>
    (transitions.get(id) ?? states.get(id) ?? 0) > 0 ? "covered" : "uncovered";
  writeFileSync(file, await drawChart(chartModel(callMachine), { classes }));
}
process.exitCode = taken === transitions.size && entered === states.size ? 0 : 1;
