/** What a module needs, by its source: the files that it and its imports lead to, and the packages. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Closure {
  /** Relative to the root, the entry among them. */
  files: ReadonlySet<string>;
  /** Names of packages that are loaded at run time. */
  packages: ReadonlySet<string>;
}

const forms = [
  // import … from "x", export … from "x"; not `import type`, which Node erases.
  /^\s*(?:import(?!\s+type\b)|export(?!\s+type\b))[^"';]*?from\s*"([^"]+)"/gm,
  /^\s*import\s*"([^"]+)"/gm,
  /\bimport\(\s*"([^"]+)"\s*\)/g,
  // Modules that run in a process or thread of their own.
  /new URL\(\s*"([^"]+)"\s*,\s*import\.meta\.url\s*\)/g,
];

/** A file that does not exist in `root` is among the files, too. */
export function closureOf(entries: readonly string[], root: string): Closure {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!file.endsWith(".ts") || !existsSync(join(root, file))) continue;
    const source = readFileSync(join(root, file), "utf8");
    for (const form of forms)
      for (const [, specifier = ""] of source.matchAll(form)) {
        const path = pathOf(specifier, file);
        if (path !== undefined) waiting.push(path);
        else if (!specifier.startsWith("node:")) packages.add(packageOf(specifier));
      }
  }
  return { files, packages };
}

/** `undefined` for a package. */
function pathOf(specifier: string, from: string): string | undefined {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".") || /\.(?:ts|txt)$/.test(specifier)) return join(dirname(from), specifier);
  return undefined;
}

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
