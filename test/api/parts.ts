/** What a test builds the API with. */
import type { ApiLog, ApiParts } from "#src/api/http/parts.ts";
import type { Database } from "#src/api/database/database.ts";
import { json } from "#src/api/database/database.ts";
import { testAccess } from "./access-parts.ts";

export const secret = "everybodys-hush";

export function partsFor(database: Database, parts: Partial<ApiParts> = {}): ApiParts {
  return {
    database,
    access: testAccess,
    webhooks: { shared: { secret, signingKey: undefined }, own: new Map() },
    log: silent,
    now: Date.now,
    ...parts,
  };
}

export const silent: ApiLog = { info: () => {}, warn: () => {}, error: () => {} };

/** Settings as `prompts/default` has them, as far as the API reads them. */
export async function addWorkspace(
  { owner }: Pick<Database, "owner">,
  id: string,
  { phoneNumbers = [], settings = {} }: { phoneNumbers?: string[]; settings?: Record<string, unknown> } = {},
): Promise<void> {
  await owner
    .insertInto("workspace")
    .values({
      id,
      name: id,
      timeZone: "America/New_York",
      phoneNumbers: json(phoneNumbers),
      properties: json([]),
      vendors: json([]),
      ladder: json([]),
      settings: json({ keepTranscripts: false, maxMinutes: 30, ...settings }),
      office: json({}),
      files: json({}),
      promptsVersion: "1",
      updatedAt: new Date("2026-11-27T00:00:00.000Z"),
    })
    .execute();
}
