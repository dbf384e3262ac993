/** Packs are written by hand: whatever is wrong in one is said with its file, and nothing else is thrown. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { Random, seedOfRun } from "../chaos/random.ts";
import { writePrompts } from "../workspaces/prompts-folder.ts";
import { mutatedText } from "./mutate.ts";

/** What loading came to: `loads`, or what was thrown and whether it names a file that is there. */
function outcomeOf(folder: string): string {
  try {
    return loadPacks(folder).length > 0 ? "loads" : "loads nothing";
  } catch (error) {
    if (!(error instanceof PackError)) return `throws ${error instanceof Error ? error.stack : typeof error}`;
    const named = error.file.startsWith(folder) && error.message.startsWith(error.file);
    return named && /; .+\.$/s.test(error.message) ? "refused" : `refused in other words: ${error.message}`;
  }
}

/** Mutilates one file after the other of the packs in `folder`, each for a moment. */
function mutilate(folder: string, runs: number, seed: number) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /^[^/]+\/.*\.(?:yaml|md)$/.test(name),
  );
  const outcomes = new Set<string>();
  const strange: string[] = [];
  for (let run = 0; run < runs; run++) {
    const random = new Random(seedOfRun(seed, run));
    const name = random.pick(files);
    const file = join(folder, name);
    const text = readFileSync(file);
    const mutated = random.chance(0.1)
      ? Buffer.concat([text.subarray(0, random.int(0, text.length)), Buffer.from([0xff, 0xfe, 0x80])])
      : mutatedText(text.toString(), random);
    writeFileSync(file, mutated);
    if (random.chance(0.05)) rmSync(file);
    const outcome = outcomeOf(folder);
    outcomes.add(outcome);
    if (outcome !== "loads" && outcome !== "refused") strange.push(`run ${run}, ${name}: ${outcome}`);
    writeFileSync(file, text);
  }
  return { strange, outcomes: [...outcomes].sort() };
}

const soundOutcomes = { strange: [], outcomes: ["loads", "refused"] };

it("either loads a mutilated pack, or refuses it with the file and a remedy", () => {
  expect(mutilate(writePrompts(), 100, 11)).toEqual(soundOutcomes);
});

it("does so with the packs that are shipped, too", () => {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-packs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["default", "maple-court"])
    cpSync(`prompts/${name}`, join(folder, name), { recursive: true });
  expect(mutilate(folder, 12, 12)).toEqual(soundOutcomes);
});
