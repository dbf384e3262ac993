/** `workspace.yaml`: the workspace itself, its settings filled in from the default's, and its own variables. */
import { basename, join } from "node:path";
import { z } from "zod";
import { missing } from "./files.ts";
import { settingsSchema, workspaceSchema, type Workspace } from "./pack.ts";
import { PackError } from "./pack-error.ts";
import { isReservedVariable } from "./variables.ts";
import { parseYaml, readYamlFile, type YamlFile } from "./yaml-file.ts";

export interface WorkspaceFile {
  file: YamlFile;
  workspace: Workspace;
  variables: Readonly<Record<string, string>>;
}

const variables = z.record(
  z.string().regex(/^[a-zA-Z]+$/, "must be letters only"),
  z.string().regex(/^[^{}]*\S[^{}]*$/, "must be words without braces"),
);
const workspaceFileSchema = workspaceSchema.safeExtend({ variables: variables.default({}) });
/** All that the default can know of a workspace. */
const defaultFileSchema = z.strictObject({ settings: settingsSchema });

/** `settings` are the default's. */
export function readWorkspaceFile(dir: string, settings: Workspace["settings"]): WorkspaceFile {
  const file = existing(join(dir, "workspace.yaml"));
  const { variables, ...workspace } = parseYaml(workspaceFileSchema, file, fillIn(file.data, { settings }));
  if (workspace.id !== basename(dir))
    throw new PackError(
      file.placeOf(["id"]),
      `id is a text that differs from the folder's name, "${basename(dir)}"`,
      "give both the same name",
    );
  for (const name of Object.keys(variables))
    if (isReservedVariable(name, workspace))
      throw new PackError(
        file.placeOf(["variables", name]),
        `variables.${name} is a name that EMA fills in itself`,
        "choose another one",
      );
  return { file, workspace, variables };
}

export function readDefaultFile(dir: string): { file: YamlFile; settings: Workspace["settings"] } {
  const file = existing(join(dir, "workspace.yaml"));
  return { file, ...parseYaml(defaultFileSchema, file) };
}

function existing(path: string): YamlFile {
  const file = readYamlFile(path);
  if (file === undefined) throw missing(path);
  return file;
}

/** Adds what `value` leaves out, field by field; what it has stays, of whatever kind it is. */
function fillIn(value: unknown, defaults: unknown): unknown {
  if (value === undefined) return defaults;
  if (!isMapping(value) || !isMapping(defaults)) return value;
  const filled = Object.keys(defaults).map((key) => [key, fillIn(value[key], defaults[key])] as const);
  return { ...value, ...Object.fromEntries(filled) };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
