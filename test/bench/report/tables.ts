/** The rows of the report as tables of the page. */
import { contenderNames } from "../contender.ts";
import { type Markup, markup } from "./markup.ts";
import { inlineSign } from "./plots/marks.ts";
import type { Rows } from "./rows.ts";
import type { Target } from "./targets.ts";
import { type TargetRow, targetRows } from "./target-rows.ts";
import { contenderLabels } from "./words.ts";

export const figureTable = (caption: string, { head, body }: Rows): Markup =>
  scrolled(
    caption,
    markup`<thead><tr>${head.map(([, long]) => markup`<th scope="col">${long}</th>`)}</tr></thead>
<tbody>${body.map(bodyRow)}</tbody>`,
  );

function bodyRow([name = "", ...figures]: readonly string[]): Markup {
  const contender = contenderNames.find((one) => contenderLabels[one] === name);
  const shown = contender === undefined ? "" : inlineSign(contender);
  return markup`<tr class="${contender ?? "floor"}"><th scope="row">${shown}${name}</th>${figures.map((figure) => markup`<td>${figure}</td>`)}</tr>`;
}

export const targetTable = (targets: readonly Target[]): Markup =>
  scrolled(
    "What was aimed at, what was measured, and the result",
    markup`<thead><tr>${["Where", "Aimed at", "Measured", "Result"].map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
${targets.map(
  (target) => markup`<tbody class="target"><tr><th scope="rowgroup" colspan="4">${target.name}</th></tr>
${targetRows([target]).map(targetRow)}</tbody>`,
)}`,
    "target-table",
  );

function targetRow({ where, limit, value, words, met }: TargetRow): Markup {
  const [kind, sign] = met === undefined ? ["", ""] : met ? ["met", "✓ "] : ["missed", "✗ "];
  return markup`<tr><th scope="row">${where}</th><td>${limit}</td><td>${value}</td><td class="${kind}">${sign}${words}</td></tr>`;
}

/** Wider than the page, it moves by itself, by keyboard, too. */
const scrolled = (caption: string, content: Markup, kind = "figure-table"): Markup =>
  markup`<div class="card scroll ${kind}" tabindex="0" role="region" aria-label="${caption}"><table><caption><span>${caption}</span></caption>${content}</table></div>`;
