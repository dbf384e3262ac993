/** Workspaces of tests, as short as they may be. */
import { type Database, json } from "#src/api/database/database.ts";

export async function addWorkspace({ owner }: Database, id: string): Promise<void> {
  await owner
    .insertInto("workspace")
    .values({
      id,
      name: id,
      timeZone: "America/New_York",
      phoneNumbers: json([]),
      properties: json([]),
      vendors: json([]),
      ladder: json([]),
      settings: json({}),
      office: json({}),
      files: json({}),
      promptsVersion: "1",
      updatedAt: new Date(),
    })
    .execute();
}
