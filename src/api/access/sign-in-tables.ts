/** better-auth's tables as it names their columns. */
import type { Generated, Kysely } from "kysely";
import type { Database } from "#src/api/database/database.ts";

interface SignInTables {
  user: {
    id: string;
    name: string;
    email: string;
    emailVerified: boolean;
    createdAt: Generated<Date>;
    updatedAt: Generated<Date>;
  };
  session: { id: string; token: string; userId: string; expiresAt: Date };
  account: {
    id: string;
    /** The user's id, where the provider is ourselves. */
    accountId: string;
    providerId: string;
    userId: string;
    password: string | null;
    updatedAt: Generated<Date>;
  };
}

/** The owner's connection without the plugin that writes columns in snake_case. */
export const signInTables = (query: Database["owner"]): Kysely<SignInTables> =>
  query.withoutPlugins() as unknown as Kysely<SignInTables>;

/** Sessions bear an address and a browser's name: not kept longer than they hold. Resolves to how many were removed. */
export async function removeEndedSessions({ owner }: Database, now: Date): Promise<number> {
  const { numDeletedRows } = await signInTables(owner)
    .deleteFrom("session")
    .where("expiresAt", "<=", now)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
