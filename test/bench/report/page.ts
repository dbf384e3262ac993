/** A run as one page that stands alone: no script, nothing to load. */
import type { BenchResult } from "../result.ts";
import { Markup, markup } from "./markup.ts";
import { opening } from "./opening.ts";
import { medianPlot, silencePlot, waitPlot, wrongPlot } from "./profile-plots.ts";
import { partWaitRows, partWrongRows, resourceRows, useRows, waitRows } from "./rows.ts";
import { style } from "./style.ts";
import { type Summary, summaryOf } from "./summary.ts";
import { figureTable, targetTable } from "./tables.ts";
import { moneyPlots, resourcePlots, soundPlots, usePlots } from "./use-plots.ts";
import { moneyWords, runWords } from "./words.ts";

export function reportPage(result: BenchResult): string {
  const summary = summaryOf(result);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>EMA: how soon the caller is answered</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
${opening(result, summary)}
${plots(result, summary)}
<h2>Targets</h2>
<p>What EMA is held against, in this run alone. A ratio below 1 says that EMA’s figure is the smaller one.</p>
${targetTable(summary.targets)}
${tables(summary)}
<h2>This run, and the next</h2>
${runWords(result).map((words) => markup`<p>${words}</p>`)}
<p>Figures of different machines or days cannot be compared; ratios within one run can. To run it again, in the project’s folder:</p>
<pre class="card"><code>npm run bench -- --report</code></pre>
</main>
</body>
</html>
`.text;
}

function plots({ cells }: BenchResult, { profiles, overall, resources }: Summary): Markup {
  return markup`<h2>Waits</h2>
<p>The median of all turns, from zero.</p>
${side(profiles.map(medianPlot))}
<p>The same turns one by one: each a dot. The box holds the middle half, the thick bar is the median, the thin one the 95th percentile. The axis ends where the comparable contenders do; what lies beyond is counted.</p>
${side(profiles.map((profile) => waitPlot(profile, cells)))}
<h2>Barge-ins</h2>
<p>A caller who speaks over the agent is to have the floor at once.</p>
${side(profiles.map((profile) => silencePlot(profile, cells)))}
<h2>Wrongly taken turns</h2>
<p>Answering soon is easy for an agent that talks over people; so that is counted against it. A cough or an “mhm” wants nothing: whoever falls silent for it is to go on.</p>
${side(profiles.map(wrongPlot))}
${side(soundPlots(overall))}
<h2>What it takes</h2>
<h3>Of the model</h3>
${side(usePlots(overall))}
<h3>In money</h3>
<p>${moneyWords}</p>
${side(moneyPlots(overall))}
${
  resources.length === 0
    ? ""
    : markup`<h3>Of the machine</h3>
${side(resourcePlots(resources))}`
}`;
}

const side = (figures: readonly Markup[]): Markup => markup`<div class="grid-of">${figures}</div>`;

function tables({ profiles, resources }: Summary): Markup {
  return markup`<h2>All figures</h2>
${profiles.map((summary, index) => {
  const { name } = summary.profile;
  return markup`<details${new Markup(index === 0 ? " open" : "")}><summary>Profile “${name}”</summary>
<div class="grid-of tables">
${figureTable(`${name}: waits, wrong turns and barge-ins, over all callers; milliseconds`, waitRows(summary))}
${figureTable(`${name}: sounds, and what is used; dollars a call`, useRows(summary))}
${figureTable(`${name}: waits by caller and line, median/95th percentile; milliseconds`, partWaitRows(summary))}
${figureTable(`${name}: wrongly taken turns by caller and line, of all`, partWrongRows(summary))}
</div></details>`;
})}
${resources.length === 0 ? "" : figureTable("What a call takes of the machine", resourceRows(resources))}`;
}
