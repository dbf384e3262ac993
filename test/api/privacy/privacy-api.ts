/** The API over a database of its own, asked by machines of each role. */
import { buildApi } from "#src/api/app.ts";
import { createToken } from "#src/api/access/tokens.ts";
import type { Role } from "#src/api/answers.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { createLiveWords, type ObservedWords } from "#src/api/privacy/live-words.ts";
import { findRecordings } from "#src/api/privacy/recordings.ts";
import type { KeyRing } from "#src/recording/key-ring.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";
import { partsFor } from "../parts.ts";
import { testCallerKey } from "../privacy-parts.ts";

export interface PrivacyApi extends TestDatabase {
  app: ApiApp;
  words: ObservedWords;
  /** Headers by which the request is a machine's of this role. */
  as: (role: Role, workspaceId?: string) => Promise<{ authorization: string }>;
}

const clock = Date.parse("2026-11-27T05:00:00.000Z");

export async function openPrivacyApi(folder: string, ring: KeyRing): Promise<PrivacyApi> {
  const opened = await openTestDatabase();
  const words = createLiveWords({ now: () => clock });
  const app = await buildApi(
    partsFor(opened.database, {
      privacy: { callerKey: testCallerKey, recordings: findRecordings({ folder, ring }), words },
      now: () => clock,
    }),
  );
  return {
    ...opened,
    app,
    words,
    async as(role, workspaceId = "maple-court") {
      const made = { workspaceId, role, name: `${role} of tests`, now: clock, days: 1 };
      const { token } = await createToken(opened.database.owner, made);
      return { authorization: `Bearer ${token}` };
    },
    async close() {
      words.close();
      await app.close();
      await opened.close();
    },
  };
}
