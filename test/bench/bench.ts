/** `npm run bench`: measures EMA against others, side by side, and says what came of it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Command, readCommand, usage } from "./options.ts";
import { reportPage } from "./report/page.ts";
import { textTable } from "./report/text.ts";

const failed = 1;
const unusable = 2;
const results = "bench-results";
const page = `${results}/index.html`;

process.exitCode = await main();

async function main(): Promise<number> {
  let command: Command;
  try {
    command = readCommand(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${usage}`);
    return unusable;
  }
  try {
    await run(command);
    return 0;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return failed;
  }
}

async function run({ json = `${results}/result.json`, report, ...options }: Command): Promise<void> {
  // The engines take a second to load: an option that is wrong does not wait for them.
  const { runBench } = await import("./run-bench.ts");
  const result = await runBench({ ...options, onProgress: (line) => process.stderr.write(`${line}\n`) });
  write(json, `${JSON.stringify(result, undefined, 1)}\n`);
  process.stdout.write(`${textTable(result)}\n\n${json}\n`);
  if (!report) return;
  write(page, reportPage(result));
  process.stdout.write(`${page}\n`);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
