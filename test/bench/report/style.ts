/** The page's looks: light and dark, and one column where there is no room for three. */
import { contenderNames, type ContenderName } from "../contender.ts";

/** Light and dark; all stand out from the page by 3 to 1 or more. */
const colours: Readonly<Record<ContenderName, readonly [light: string, dark: string]>> = {
  ema: ["#1f4fc4", "#8fb0ff"],
  "session-default": ["#b04a00", "#f5a25d"],
  "session-tuned": ["#00735a", "#4fcba6"],
  "session-manual-chart": ["#9a2d86", "#f08fd6"],
  synchronous: ["#5a6270", "#aeb7c6"],
};

export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f4f6f9, #0e1219);
  --card: light-dark(#ffffff, #161c26);
  --edge: light-dark(#d5dbe5, #2b3443);
  --text: light-dark(#161b26, #e9edf4);
  --soft: light-dark(#535d70, #a8b2c4);
  --good: light-dark(#17683a, #7fd6a0);
  --bad: light-dark(#a3330b, #ffb08a);
  --ours: light-dark(#eaf0fe, #1a2540);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); line-height: 1.55;
  font-family: system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; -webkit-text-size-adjust: 100%; }
main { max-width: 1240px; margin: 0 auto; padding: 40px 24px 72px; }
h1 { font-size: clamp(1.7rem, 4.5vw, 2.5rem); line-height: 1.15; margin: 0 0 12px; letter-spacing: -0.015em; }
h2 { font-size: 1.35rem; margin: 56px 0 6px; letter-spacing: -0.01em; }
h3 { font-size: 1.02rem; margin: 28px 0 8px; }
p, ul { max-width: 74ch; margin: 0 0 12px; }
ul { padding-left: 20px; }
.lede { font-size: 1.1rem; }
.soft, caption { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; margin: 0; min-width: 0; }
.grid-of { display: grid; gap: 16px; margin: 16px 0; grid-template-columns: repeat(auto-fill, minmax(min(100%, 310px), 1fr)); }
.grid-of.tables { grid-template-columns: minmax(0, 1fr); }
.grid-of.tiles { grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr)); }
.tile { padding: 16px 18px; }
.tile strong { display: block; font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.tile p { margin: 2px 0 0; font-size: 0.92rem; color: var(--soft); }
.plot { padding: 14px 14px 10px; }
.plot figcaption { font-weight: 620; font-size: 0.95rem; margin-bottom: 6px; }
.plot svg { display: block; width: 100%; max-width: 460px; height: auto; }
svg text { fill: var(--text); font-size: 12.5px; }
svg .tick { fill: var(--soft); font-size: 11.5px; font-variant-numeric: tabular-nums; }
svg .figures { text-anchor: end; font-variant-numeric: tabular-nums; }
svg .name.ema { font-weight: 700; }
svg .beyond { fill: var(--soft); text-anchor: end; font-size: 11.5px; }
svg .guide-words { font-size: 11.5px; paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
svg text.name, svg text.figures { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
.grid { stroke: var(--edge); fill: none; }
.guide { stroke: var(--text); stroke-width: 1.5; fill: none; }
.guide.dashed { stroke-dasharray: 4 3; }
.sign { width: 0.85em; height: 0.85em; margin-right: 0.45em; vertical-align: -0.06em; }
${contenderNames.map((name) => `.${name} { --own: light-dark(${colours[name].join(", ")}); }`).join("\n")}
.fill { fill: var(--own); }
.dots { stroke: var(--own); stroke-width: 3; stroke-linecap: round; stroke-opacity: 0.45; fill: none; }
.box { fill: var(--own); fill-opacity: 0.18; stroke: var(--own); }
.median { stroke: var(--own); stroke-width: 3.5; }
.p95 { stroke: var(--own); stroke-width: 2; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 3px solid var(--good); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 12px 12px 4px; font-size: 0.92rem; }
caption span { display: block; position: sticky; left: 12px; max-width: calc(100vw - 52px); }
th, td { padding: 7px 8px; border-top: 1px solid var(--edge); text-align: right; vertical-align: bottom; }
thead th { border-top: 0; color: var(--soft); font-weight: 560; line-height: 1.3; min-width: 4em; }
td { white-space: nowrap; }
th:first-child { text-align: left; padding-left: 14px; }
td:last-child, th:last-child { padding-right: 14px; }
tbody th { font-weight: 500; white-space: nowrap; position: sticky; left: 0; background: var(--card); }
tr.ema > * { background: var(--ours); font-weight: 650; }
.target-table { max-width: 860px; }
.target tr:first-child th { font-weight: 620; padding-top: 14px; white-space: normal; }
.target tr + tr > * { border-top: 0; padding-block: 3px; }
.target tr + tr th { padding-left: 24px; color: var(--soft); }
.target tr:last-child > * { padding-bottom: 12px; }
.met { color: var(--good); font-weight: 600; }
.missed { color: var(--bad); font-weight: 600; }
details { margin: 12px 0; }
summary { cursor: pointer; padding: 8px 0; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0; }
dt { font-weight: 600; white-space: nowrap; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.92em; }
pre { margin: 8px 0 16px; padding: 12px 14px; overflow-x: auto; }
@media (max-width: 640px) {
  main { padding: 24px 12px 48px; }
  h2 { margin-top: 40px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 10px; }
  table { font-size: 0.82rem; }
  th, td { padding-inline: 5px; }
  .target tr + tr th { padding-left: 18px; }
  .target-table thead th { min-width: 0; }
  .target-table td:last-child { white-space: normal; }
}
@media print { body { background: none; } .card { break-inside: avoid; } }
`;
