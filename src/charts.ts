/** `npm run charts`: writes what is made from the charts, beside them and into the README; `--check` only says what is stale. */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { AnyStateMachine } from "xstate";
import { chartFiles, withOverview } from "#src/inspect/chart/chart-files.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });

const readme = "README.md";
const wanted = new Map([[readme, readFileSync(readme, "utf8")]]);
for (const file of globSync("machines/*/machine.ts").sort()) {
  const folder = dirname(file);
  const { files, overview } = await chartFiles(await machineOf(file));
  for (const [name, content] of files) wanted.set(join(folder, name), content);
  wanted.set(readme, withOverview(wanted.get(readme) ?? "", basename(folder), overview));
}

const stale = [...wanted].filter(
  ([path, content]) => !existsSync(path) || readFileSync(path, "utf8") !== content,
);
for (const [path, content] of stale) {
  if (!values.check) writeFileSync(path, content);
  console.log(values.check ? `${path} is stale: run npm run charts.` : `${path} is written.`);
}
if (values.check && stale.length > 0) process.exitCode = 1;

/** A machine's file exports one machine. */
async function machineOf(file: string): Promise<AnyStateMachine> {
  const exported: object = await import(pathToFileURL(resolve(file)).href);
  const machine = Object.values(exported).find(isMachine);
  if (machine === undefined) throw new Error(`${file} exports no machine.`);
  return machine;
}

function isMachine(value: unknown): value is AnyStateMachine {
  return typeof value === "object" && value !== null && "__xstatenode" in value;
}
