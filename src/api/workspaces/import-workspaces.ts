/** Workspaces from their packs into the database, so that the API knows whose calls it is told of. */
import { sql } from "kysely";
import { type Database, json } from "#src/api/database/database.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { readWorkspaces } from "#src/workspaces/workspace-files.ts";

export interface Import {
  /** Of `promptsDir`, loaded and checked. */
  packs: readonly Pack[];
  promptsDir: string;
  now: () => number;
}

/**
 * All at once. A workspace whose folder is gone answers no number and is not given to workers any more; its runs stay, and
 * who may see them. Throws `PackError` when a file cannot be read.
 */
export async function importWorkspaces(
  { owner }: Pick<Database, "owner">,
  { packs, promptsDir, now }: Import,
): Promise<void> {
  const files = filesByWorkspace(promptsDir);
  const updatedAt = new Date(now());
  await owner.transaction().execute(async (query) => {
    for (const { workspace, version } of packs) {
      const { id, name, timeZone, phoneNumbers, properties, vendors, ladder, settings, office } = workspace;
      const row = {
        name,
        timeZone,
        phoneNumbers: json(phoneNumbers),
        properties: json(properties),
        vendors: json(vendors),
        ladder: json(ladder),
        settings: json(settings),
        office: json(office),
        files: json(files.get(id) ?? {}),
        promptsVersion: version,
        updatedAt,
      };
      await query
        .insertInto("workspace")
        .values({ id, ...row })
        .onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet(row)
            .where(
              sql<boolean>`(workspace.prompts_version, workspace.files) <> (excluded.prompts_version, excluded.files)`,
            ),
        )
        .execute();
    }
    await query
      .updateTable("workspace")
      .set({ files: json({}), phoneNumbers: json([]), updatedAt })
      .where(
        "id",
        "not in",
        packs.map(({ workspace }) => workspace.id),
      )
      .where(sql<boolean>`files <> '{}'`)
      .execute();
  });
}

/** `maple-court/stages/access.md` is the file `stages/access.md` of `maple-court`. */
function filesByWorkspace(promptsDir: string): Map<string, Record<string, string>> {
  const files = new Map<string, Record<string, string>>();
  for (const [path, text] of readWorkspaces(promptsDir)) {
    const [id = "", ...rest] = path.split("/");
    files.set(id, { ...files.get(id), [rest.join("/")]: text });
  }
  return files;
}
