/** The Dockerfile as the tests read it: stages and their instructions, and what of the work tree is sent to the builder. */
import { cpSync, existsSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";

export interface Instruction {
  /** In capitals, such as COPY. */
  name: string;
  /** The rest, on one line. */
  text: string;
}

export interface Stage {
  name: string;
  base: string;
  instructions: readonly Instruction[];
}

export interface Copy {
  /** The stage that is copied from; absent: the work tree. */
  from: string | undefined;
  sources: readonly string[];
  destination: string;
}

/** The root of the work tree, where the tests run. */
const context = process.cwd();

export function readDockerfile(): Stage[] {
  const lines = readFileSync("Dockerfile", "utf8")
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\s*\\\n\s*/g, " ");
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const line of lines.split("\n").filter((each) => each.trim() !== "")) {
    const [, name = "", text = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === "FROM") {
      const [base = "", , as] = text.split(/\s+/);
      stages.push({ name: as ?? String(stages.length), base, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, text });
  }
  return stages;
}

/** The texts of the stage's instructions of that name. */
export const textsOf = (stage: Stage | undefined, name: string): string[] =>
  (stage?.instructions ?? []).filter((each) => each.name === name).map(({ text }) => text);

export const copiesOf = (stage: Stage | undefined): Copy[] => textsOf(stage, "COPY").map(readCopy);

export function readCopy(text: string): Copy {
  const words = text.split(/\s+/);
  const from = words.find((word) => word.startsWith("--from="))?.slice("--from=".length);
  const paths = words.filter((word) => !word.startsWith("--"));
  return { from, sources: paths.slice(0, -1), destination: paths.at(-1) ?? "" };
}

/** `["node", "src/worker.ts"]` of CMD and of HEALTHCHECK. */
export function commandOf(stage: Stage | undefined, name: "CMD" | "HEALTHCHECK"): string[] {
  const text = textsOf(stage, name).at(-1) ?? "[]";
  const words: unknown = JSON.parse(text.slice(text.indexOf("[")));
  if (!Array.isArray(words)) throw new Error(`${name} is not a list.`);
  return words.map(String);
}

export function environmentOf(stage: Stage | undefined): Record<string, string> {
  const pairs = textsOf(stage, "ENV").flatMap((text) => text.split(/\s+/));
  return Object.fromEntries(
    pairs.map((pair) => pair.split("=", 2)).map(([key = "", value = ""]) => [key, value]),
  );
}

/** Copies from the work tree as the builder does: what .dockerignore names is not there. */
export function copyFromContext(source: string, folder: string, destination: string): void {
  const path = join(context, source);
  if (!existsSync(path) || (statSync(path).isFile() && isIgnored(source)))
    throw new Error(`COPY ${source}: it does not exist, or .dockerignore leaves it out.`);
  const target = join(folder, destination, destination.endsWith("/") ? basename(source) : "");
  cpSync(path, target, {
    recursive: true,
    filter: (each) => statSync(each).isDirectory() || !isIgnored(relative(context, each)),
  });
}

/** The last pattern that fits decides, as in Docker; a pattern for a folder fits what is below it. */
export function isIgnored(path: string): boolean {
  const patterns = readFileSync(".dockerignore", "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return patterns.reduce((ignored, pattern) => {
    const back = pattern.startsWith("!");
    const folder = back ? pattern.slice(1) : pattern;
    const fits = folder === "*" || path === folder || path.startsWith(`${folder}/`);
    return fits ? !back : ignored;
  }, false);
}
