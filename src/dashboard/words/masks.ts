/** Stored words carry masks such as `‹name›` where a name, a number or an address was. */
export type Piece = { mask: false; text: string } | { mask: true; text: string };

const mask = /‹([^‹›]{1,40})›/g;

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(mask)) {
    if (found.index > from) pieces.push({ mask: false, text: text.slice(from, found.index) });
    pieces.push({ mask: true, text: found[1] ?? "" });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ mask: false, text: text.slice(from) });
  return pieces;
}
