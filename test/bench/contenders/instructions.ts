/** What every rival is told to be, and what it says at pick-up: a shipped pack's own words, so that prompts weigh the same. */
import { loadPacks } from "#src/workspaces/load-pack.ts";

const workspaceId = "maple-court";

const pack = loadPacks("prompts").find(({ workspace }) => workspace.id === workspaceId);
if (pack === undefined) throw new Error(`There is no workspace '${workspaceId}' under prompts/.`);

/** Rivals have no tools, so the prompt's part about tools is left out; the stage is that of an open question. */
export const instructions = `${pack.system.replace(/^# Tools\n[^]*?(?=^# )/m, "")}\n\n${pack.stages["problem"] ?? ""}`;

export const greeting = pack.phrases["greeting"] ?? "";
