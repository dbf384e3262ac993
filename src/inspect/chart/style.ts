/** The looks of a drawing. Text keeps a contrast of 4.5 to 1 or more on what it stands on, in light and in dark. */
const light = `
  --paper: #f4f5f8; --box: #ffffff; --nest: rgb(120 130 160 / 7%); --edge: #b9becb; --line: #7d8599;
  --text: #1c2130; --soft: #545b6e; --pill: #e6e9f1; --tag: #e9ecf4; --after: #fbefd2; --always: #e2f2e6; --error: #fbe3e1;
  --now: #1d5fd6; --now-box: #e6efff; --now-text: #ffffff; --next: #cfe0ff;
  --good: #1b7a3d; --good-box: #dff3e4; --bad: #b3261e; --bad-box: #fbe0de;`;
const dark = `
  --paper: #12151d; --box: #1e2330; --nest: rgb(150 165 205 / 7%); --edge: #454d61; --line: #8790a6;
  --text: #eef0f6; --soft: #b0b7c8; --pill: #2b3142; --tag: #30374a; --after: #43371a; --always: #1d3a28; --error: #4a2523;
  --now: #7fb0ff; --now-box: #1a3157; --now-text: #0b1220; --next: #264575;
  --good: #6fd08f; --good-box: #173a24; --bad: #ff9a92; --bad-box: #4a1f1c;`;

export const chartStyle = `
.chart {${light} }
@media (prefers-color-scheme: dark) { .chart {${dark} } }
[data-theme="light"] .chart, .chart[data-theme="light"] {${light} }
[data-theme="dark"] .chart, .chart[data-theme="dark"] {${dark} }
.chart { background: var(--paper); color-scheme: light dark; font: 10.5px system-ui, "Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif; }
.chart text { fill: var(--text); stroke: none; }
.chart .state > rect { fill: var(--box); stroke: var(--edge); stroke-width: 1.3; }
.chart .state.nest > rect { fill: var(--nest); }
.chart .state.region > rect { stroke-dasharray: 5 4; }
.chart .state.final > rect + rect { fill: none; }
.chart .key { font-size: 13px; font-weight: 600; }
.chart text.entry, .chart text.exit, .chart text.invoke, .chart text.action { fill: var(--soft); }
.chart text.invoke, .chart text.event { font-weight: 600; }
.chart .guard { font-style: italic; font-weight: 400; }
.chart .tag rect { fill: var(--tag); }
.chart .tag text { font-size: 10px; fill: var(--soft); }
.chart .arrow { fill: none; stroke: var(--line); stroke-width: 1.3; }
.chart .initial { fill: none; stroke: var(--line); stroke-width: 1.3; }
.chart .dot { fill: var(--line); }
.chart .head { fill: context-stroke; }
.chart .transition > rect { fill: var(--pill); }
.chart .transition.after > rect { fill: var(--after); }
.chart .transition.always > rect { fill: var(--always); }
.chart .transition.error > rect { fill: var(--error); }
.chart .state > rect, .chart .transition > rect, .chart .arrow { transition: fill 150ms, stroke 150ms; }
.chart .state.covered > rect { stroke: var(--good); }
.chart .state.uncovered > rect { stroke: var(--bad); stroke-width: 2.5; }
.chart .transition.covered > rect { fill: var(--good-box); }
.chart .transition.uncovered > rect { fill: var(--bad-box); stroke: var(--bad); }
.chart .arrow.covered { stroke: var(--good); }
.chart .arrow.uncovered { stroke: var(--bad); stroke-width: 2; }
.chart .state.active > rect { fill: var(--now-box); stroke: var(--now); stroke-width: 2.5; }
.chart .state.nest.active > rect { fill: var(--nest); }
.chart .transition.next > rect { fill: var(--next); stroke: var(--now); }
.chart .transition.taken > rect { fill: var(--now); stroke: var(--now); }
.chart .transition.taken > text { fill: var(--now-text); }
.chart .arrow.taken { stroke: var(--now); stroke-width: 3; }
.chart .state:focus-visible { outline: none; }
.chart .state:focus-visible > rect { stroke: var(--now); stroke-width: 3.5; }
@media (prefers-reduced-motion: reduce) { .chart .state > rect, .chart .transition > rect, .chart .arrow { transition: none; } }
`;
