/** Lays a workspace's own texts over the default's, and fills in their variables. */
import { join } from "node:path";
import type { Defaults } from "./defaults.ts";
import { openerPhrases } from "./openers.ts";
import type { Pack } from "./pack.ts";
import { PackError } from "./pack-error.ts";
import type { PackFolder } from "./pack-folder.ts";
import { checkGreeting, joinExtras } from "./phrases.ts";
import type { SourcedText, Texts } from "./sourced-text.ts";
import { createFiller } from "./variables.ts";
import { versionOf } from "./version.ts";
import type { WorkspaceFile } from "./workspace-file.ts";

/** Throws `PackError` for the first thing that does not fit together. */
export function fillPack(
  { file, workspace, variables }: WorkspaceFile,
  own: Omit<PackFolder, "dir">,
  defaults: Defaults,
): Pack {
  const openers = own.openers ?? defaults.openers;
  const filler = createFiller(workspace, variables, openers);
  const phraseTexts = overlay(defaults.phrases, own.phrases);
  const phrases = joinExtras(mapTexts(phraseTexts, (text) => filler.fill(text)));
  checkGreeting(phrases["greeting"] ?? "", phraseTexts.get("greeting")?.placeOf() ?? { file: defaults.dir });
  checkLineNames(own.script, defaults);
  const content = {
    workspace,
    system: filler.fill(own.system ?? defaults.system),
    stages: mapTexts(overlay(defaults.stages, own.stages), (text) => filler.fill(text)),
    phrases: { ...phrases, ...openerPhrases(openers) },
    script: mapTexts(overlay(defaults.script, own.script), (text) =>
      filler.fill(text, { keepTurnVariables: true }),
    ),
    hazards: [...defaults.hazards, ...(own.hazards ?? [])],
  };
  const [leftOver] = filler.unused();
  if (leftOver !== undefined)
    throw new PackError(
      file.placeOf(["variables", leftOver]),
      `variables.${leftOver} is declared but no text uses it`,
      `write {{${leftOver}}} where it belongs or remove it`,
    );
  return { ...content, version: versionOf(content) };
}

function checkLineNames(lines: Texts | undefined, defaults: Defaults): void {
  for (const [name, line] of lines ?? [])
    if (!defaults.script.has(name))
      throw new PackError(
        line.placeOf(),
        `"${name}" is an unknown line`,
        `use a name that ${join(defaults.dir, "script.yaml")} has`,
      );
}

function overlay(below: Texts, above: Texts | undefined): Texts {
  return new Map([...below, ...(above ?? [])]);
}

function mapTexts(texts: Texts, fill: (text: SourcedText) => string): Record<string, string> {
  return Object.fromEntries([...texts].map(([name, text]) => [name, fill(text)]));
}
