/** The link by which whoever started the system on their own machine gets in without a password. */
import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { Database } from "#src/api/database/database.ts";
import { signInTables } from "./sign-in-tables.ts";

export interface Entry {
  /** Path and query, to follow the system's address. Holds for as long as the process lives. */
  path: string;
  /** In constant time. */
  opensWith: (token: string) => boolean;
}

export function createEntry(): Entry {
  const token = randomBytes(32).toString("base64url");
  const expected = digest(token);
  return {
    path: `/enter?token=${token}`,
    opensWith: (given) => timingSafeEqual(digest(given), expected),
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** `.invalid` is no address of anybody's. */
const email = "local@ema.invalid";

/** The user whom the link signs in, made the administrator of the workspaces that there are. Resolves to its id. */
export function localAdministrator({ owner }: Database): Promise<string> {
  return owner.transaction().execute(async (transaction) => {
    await signInTables(transaction)
      .insertInto("user")
      .values({ id: randomUUID(), name: "Local administrator", email, emailVerified: false })
      .onConflict((conflict) => conflict.column("email").doNothing())
      .execute();
    const { id } = await transaction
      .selectFrom("user")
      .select("id")
      .where("email", "=", email)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto("membership")
      .columns(["userId", "workspaceId", "role"])
      .expression((build) =>
        build
          .selectFrom("workspace")
          .select((row) => [
            row.val(id).as("userId"),
            "workspace.id as workspaceId",
            row.val("admin" as const).as("role"),
          ]),
      )
      .onConflict((conflict) => conflict.columns(["userId", "workspaceId"]).doUpdateSet({ role: "admin" }))
      .execute();
    return id;
  });
}
