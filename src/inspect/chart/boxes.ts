/** How large states and pills are before anything is placed. */
import type { Arrow, Arrows, Row } from "./arrows.ts";
import { keyWidth, type Line, lineHeight, rowLines, stateLines, tagWidth, widest } from "./lines.ts";
import type { ChartNode } from "./model.ts";

export interface Size {
  width: number;
  height: number;
}

export const margin = 10;
/** Above and below a row's lines. */
export const rowPadding = 2;
const titleHeight = 26;
/** Rows of a state that has children stand in columns, not higher than this each. */
const columnHeight = 150;

/** What is written in a state: its own lines, then the rows of transitions that no pill has. */
export interface Inside extends Size {
  lines: readonly Line[];
  columns: readonly { rows: readonly Row[]; width: number; x: number }[];
}

export function insideOf(node: ChartNode, { inside }: Arrows): Inside {
  const lines = stateLines(node);
  const limit = node.children.length > 0 ? columnHeight : Number.POSITIVE_INFINITY;
  let x = 5;
  const columns = inColumns(inside.get(node.id) ?? [], limit).map((rows) => {
    const width = widest(rows.flatMap(rowLines)) + 14;
    x += width + 6;
    return { rows, width, x: x - width - 6 };
  });
  const title = keyWidth(node.key) + node.tags.reduce((sum, tag) => sum + tagWidth(tag) + 4, 8);
  const rowsHeight = Math.max(0, ...columns.map(({ rows }) => heightOf(rows)));
  const textHeight = lines.length * lineHeight + rowsHeight;
  return {
    lines,
    columns,
    width: Math.max(70, 2 * margin + title, 2 * margin + widest(lines), x - 1),
    height: titleHeight + textHeight + (textHeight > 0 ? 8 : 4),
  };
}

export const rowHeight = (row: Row): number => rowLines(row).length * lineHeight + 2 * rowPadding;

export function pillSize({ transitions }: Pick<Arrow, "transitions">): Size {
  const rows = transitions.map((transition) => ({ transition }));
  return { width: widest(rows.flatMap(rowLines)) + 14, height: heightOf(rows) };
}

const heightOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + rowHeight(row), 0);

function inColumns(rows: readonly Row[], limit: number): Row[][] {
  const columns: Row[][] = [];
  for (const row of rows) {
    const last = columns.at(-1);
    if (last !== undefined && heightOf([...last, row]) <= limit) last.push(row);
    else columns.push([row]);
  }
  return columns;
}
