/** A contender's figures: in all, by caller, and by the kind of line. */
import { type ContenderName, contenderNames } from "../contender.ts";
import { type AudioName, audioNames, type CallerName, callerNames, type Cell } from "../result.ts";
import { type Figures, figuresOf } from "./figures.ts";

export interface ContenderFigures {
  contender: ContenderName;
  all: Figures;
  /** Those that were run. */
  callers: readonly { name: CallerName; figures: Figures }[];
  audios: readonly { name: AudioName; figures: Figures }[];
}

/** In the order of `contenderNames`, those that have cells. */
export function contendersOf(cells: readonly Cell[]): ContenderFigures[] {
  return contenderNames.flatMap((contender) => {
    const own = cells.filter((cell) => cell.contender === contender);
    if (own.length === 0) return [];
    return {
      contender,
      all: figuresOf(own),
      callers: parts(callerNames, own, (cell) => cell.caller),
      audios: parts(audioNames, own, (cell) => cell.audio),
    };
  });
}

function parts<Name>(names: readonly Name[], cells: readonly Cell[], nameOf: (cell: Cell) => Name) {
  return names.flatMap((name) => {
    const own = cells.filter((cell) => nameOf(cell) === name);
    return own.length === 0 ? [] : { name, figures: figuresOf(own) };
  });
}
