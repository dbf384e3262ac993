/** A text that remembers where it was written, so that an error about it can point there. */
import type { z } from "zod";
import { missing, readTextFile } from "./files.ts";
import { PackError, type Place } from "./pack-error.ts";
import { parseYaml, readYamlFile } from "./yaml-file.ts";

export interface SourcedText {
  text: string;
  /** Where `excerpt` stands, or where the text begins. */
  placeOf(excerpt?: string): Place;
}

export type Texts = ReadonlyMap<string, SourcedText>;

/** A whole Markdown file; `undefined` when there is none. */
export function readMarkdown(file: string): SourcedText | undefined {
  const source = readTextFile(file);
  if (source === undefined) return undefined;
  const text = source.trim();
  if (text === "") throw new PackError({ file }, "it is empty", "write the prompt or delete the file");
  return {
    text,
    placeOf(excerpt = "") {
      const found = Math.max(source.indexOf(excerpt), 0);
      return { file, line: source.slice(0, found).split("\n").length };
    },
  };
}

/** A YAML mapping of names to texts, white space collapsed. `checkName` sees a name before its text is looked at. */
export function readTexts(
  path: string,
  schema: z.ZodType<Record<string, string>>,
  checkName: (name: string, place: Place) => void,
): Texts | undefined {
  const file = readYamlFile(path);
  if (file === undefined) return undefined;
  if (typeof file.data === "object" && file.data !== null && !Array.isArray(file.data))
    for (const name of Object.keys(file.data)) checkName(name, file.placeOf([name]));
  const entries = Object.entries(parseYaml(schema, file));
  return new Map(
    entries.map(([name, text]) => [
      name,
      {
        text: text.trim().replaceAll(/\s+/g, " "),
        placeOf: (excerpt?: string) => file.placeOf([name], excerpt),
      },
    ]),
  );
}

/** What the default lacks has to be written there: no workspace can be complete without it. */
export function required<T>(value: T | undefined, file: string): T {
  if (value === undefined) throw missing(file);
  return value;
}
