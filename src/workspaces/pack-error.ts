/** Where in a pack something is wrong. `line` counts from 1 and is absent when it is about the file as a whole. */
export interface Place {
  file: string;
  line?: number;
}

/** A pack cannot be used as it is. The message is one sentence for its author: place, what was found, remedy. */
export class PackError extends Error {
  readonly file: string;
  readonly line: number | undefined;

  constructor(place: Place, problem: string, remedy: string, options?: ErrorOptions) {
    const where = place.line === undefined ? place.file : `${place.file}, line ${place.line}`;
    super(`${where}: ${problem}; ${remedy}.`, options);
    this.name = "PackError";
    this.file = place.file;
    this.line = place.line;
  }
}
