/** What one folder under `prompts/` holds, before the default is laid under it. */
import { join } from "node:path";
import { z } from "zod";
import { hazardCategories, stages } from "#machines/call/types.ts";
import { listFolder, missing } from "./files.ts";
import type { HazardRule } from "./pack.ts";
import { readOpeners } from "./openers.ts";
import { PackError } from "./pack-error.ts";
import { checkDefaultPhrase, checkPhraseTexts, checkWorkspacePhrase } from "./phrases.ts";
import { readMarkdown, readTexts, type SourcedText, type Texts } from "./sourced-text.ts";
import { parseYaml, readYamlFile } from "./yaml-file.ts";

export interface PackFolder {
  dir: string;
  system: SourcedText | undefined;
  stages: Texts;
  phrases: Texts | undefined;
  openers: readonly string[] | undefined;
  script: Texts | undefined;
  hazards: readonly HazardRule[] | undefined;
}

const entries = [
  "workspace.yaml",
  "system.md",
  "stages",
  "phrases.yaml",
  "openers.yaml",
  "script.yaml",
  "hazards.yaml",
];

/** Paths of all files that a workspace's folder can hold, relative to it. */
export const packPaths: readonly string[] = [
  ...entries.filter((name) => name !== "stages"),
  ...stages.map((stage) => `stages/${stage}.md`),
];

const texts = z.record(z.string(), z.string().regex(/\S/, "must say something"));
const words = z
  .string()
  .regex(/[\p{L}\p{N}]/u, "must be words, with * at most between them")
  .regex(/^[^*](.*[^*])?$/s, "must begin and end with a word, not with *");
const hazardRules = z.array(
  z.strictObject({
    category: z.enum(hazardCategories),
    heard: z.array(words).min(1),
    unless: z.array(words).default([]),
  }),
);

/** `role` decides which phrases the folder may hold. */
export function readPackFolder(dir: string, role: "default" | "workspace"): PackFolder {
  const found = listFolder(dir);
  if (found === undefined) throw missing(dir);
  for (const { name } of found)
    if (!entries.includes(name) && name !== "README.md")
      throw new PackError(
        { file: join(dir, name) },
        "it is an unknown file",
        `name it one of ${entries.join(", ")}, README.md, or move it away`,
      );
  const phrases = readTexts(
    join(dir, "phrases.yaml"),
    texts,
    role === "default" ? checkDefaultPhrase : checkWorkspacePhrase,
  );
  if (phrases !== undefined) checkPhraseTexts(phrases);
  const hazards = readYamlFile(join(dir, "hazards.yaml"));
  return {
    dir,
    system: readMarkdown(join(dir, "system.md")),
    stages: readStages(join(dir, "stages")),
    phrases,
    openers: readOpeners(join(dir, "openers.yaml")),
    script: readTexts(join(dir, "script.yaml"), texts, () => undefined),
    hazards: hazards === undefined ? undefined : parseYaml(hazardRules, hazards),
  };
}

function readStages(dir: string): Texts {
  const prompts = new Map<string, SourcedText>();
  for (const { name } of listFolder(dir) ?? []) {
    const file = join(dir, name);
    const stage = stages.find((each) => `${each}.md` === name);
    if (stage === undefined)
      throw new PackError(
        { file },
        "it is a file for an unknown stage",
        `name it after one of ${stages.join(", ")}, with .md`,
      );
    const prompt = readMarkdown(file);
    if (prompt === undefined) throw missing(file);
    prompts.set(stage, prompt);
  }
  return prompts;
}
