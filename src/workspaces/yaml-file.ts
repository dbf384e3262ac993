/** A YAML file that knows on which line each of its values stands. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { describeIssue } from "./describe-issue.ts";
import { readTextFile } from "./files.ts";
import { PackError, type Place } from "./pack-error.ts";

type FieldPath = readonly PropertyKey[];

export interface YamlFile {
  path: string;
  data: unknown;
  /** The line of the field, or of its nearest parent that the file has; with `excerpt`, the line of that text in it. */
  placeOf(field: FieldPath, excerpt?: string): Place;
}

/** `undefined` when there is no such file; throws `PackError` for a syntax error. */
export function readYamlFile(path: string): YamlFile | undefined {
  const source = readTextFile(path);
  if (source === undefined) return undefined;
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) {
    const place = { file: path, line: lines.linePos(fault.pos[0]).line };
    throw new PackError(place, `it is not valid YAML (${fault.message})`, "correct the syntax there");
  }
  return {
    path,
    data: valuesOf(document, path),
    placeOf(field, excerpt) {
      const start = offsetOf(document, field);
      const found = excerpt === undefined ? -1 : source.indexOf(excerpt, start);
      return { file: path, line: lines.linePos(found === -1 ? start : found).line };
    },
  };
}

/** Parses what the file says (or `data`, when it was filled in from elsewhere); throws `PackError` for the first issue. */
export function parseYaml<T>(schema: z.ZodType<T>, file: YamlFile, data: unknown = file.data): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) throw result.error;
  const { path, problem, remedy } = describeIssue(issue, data);
  throw new PackError(file.placeOf(path), problem, remedy, { cause: result.error });
}

function valuesOf(document: Document.Parsed, path: string): unknown {
  try {
    const values: unknown = document.toJS();
    return values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown reason";
    throw new PackError({ file: path }, `it is not valid YAML (${reason})`, "write the value out", {
      cause: error,
    });
  }
}

function offsetOf(document: Document.Parsed, field: FieldPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const step of field) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      offset = startOf(pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) break;
      offset = startOf(item);
      node = item;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
