import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { z } from "zod";

/** Parses a YAML file of the work tree's root, anchors and merge keys included; a wrong one throws. */
export function readYaml<T>(file: string, schema: z.ZodType<T>): T {
  return schema.parse(parse(readFileSync(file, "utf8"), { merge: true, strict: true }));
}
