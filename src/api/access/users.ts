/** People who may sign in. There is no sign-up: whoever runs the system adds them, by the command `users`. */
import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import type { AuditAction, Role } from "#src/api/answers.ts";
import type { Database } from "#src/api/database/database.ts";
import type { Tables } from "#src/api/database/tables.ts";
import { publish } from "#src/api/streams/feed.ts";
import { type Actor, insertEntry } from "./audit.ts";
import { signInTables } from "./sign-in-tables.ts";

/** What was asked for cannot be done; the message is one sentence. */
export class UsersError extends Error {
  override readonly name = "UsersError";
}

export interface NewMember {
  email: string;
  name: string;
  workspaceId: string;
  role: Role;
  /** As `hashPassword` makes it; of no use where there is such a user already. */
  passwordHash: string;
}

export interface Member {
  email: string;
  name: string;
  /** Null: of none any more. */
  workspaceId: string | null;
  role: Role | null;
}

/** As the audit calls the command. */
export const command: Actor = { id: "users", kind: "command", name: "npm run users", email: null };

/** Of better-auth, for passwords. */
const provider = "credential";

/** An existing user keeps name and password, and gets the workspace, or another role in it. Throws `UsersError`. */
export function addMember({ owner }: Database, member: NewMember): Promise<"made" | "changed"> {
  const email = member.email.toLowerCase();
  const { workspaceId, role } = member;
  return owner.transaction().execute(async (transaction) => {
    await existingWorkspace(transaction, workspaceId);
    const known = await idOf(transaction, email);
    const userId = known ?? randomUUID();
    if (known === undefined) {
      const tables = signInTables(transaction);
      await tables
        .insertInto("user")
        .values({ id: userId, name: member.name, email, emailVerified: true })
        .execute();
      await tables
        .insertInto("account")
        .values({
          id: randomUUID(),
          accountId: userId,
          providerId: provider,
          userId,
          password: member.passwordHash,
        })
        .execute();
    }
    await transaction
      .insertInto("membership")
      .values({ userId, workspaceId, role })
      .onConflict((conflict) => conflict.columns(["userId", "workspaceId"]).doUpdateSet({ role }))
      .execute();
    await insertEntry(transaction, command, { action: "memberSet", workspaceId });
    return known === undefined ? "made" : "changed";
  });
}

/** One line for each workspace of each user, by address. */
export function listMembers({ owner }: Database): Promise<Member[]> {
  return owner
    .selectFrom("user")
    .leftJoin("membership", "membership.userId", "user.id")
    .select(["user.email", "user.name", "membership.workspaceId", "membership.role"])
    .orderBy("user.email")
    .orderBy("membership.workspaceId")
    .execute();
}

/** From one workspace, or with everything of theirs; sessions end at once. Throws `UsersError`. */
export function removeMember({ owner }: Database, address: string, workspaceId?: string): Promise<void> {
  const email = address.toLowerCase();
  return owner.transaction().execute(async (transaction) => {
    const userId = await existingUser(transaction, email);
    await publish(transaction, [{ kind: "closed", viewerId: userId }]);
    if (workspaceId === undefined) {
      await enterEach(transaction, userId, "memberRemoved");
      await transaction.deleteFrom("user").where("id", "=", userId).execute();
      return;
    }
    const { numDeletedRows } = await transaction
      .deleteFrom("membership")
      .where("userId", "=", userId)
      .where("workspaceId", "=", workspaceId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new UsersError("That user is not of that workspace; see `users list`.");
    await insertEntry(transaction, command, { action: "memberRemoved", workspaceId });
  });
}

/** Ends all of the user's sessions. Throws `UsersError`. */
export function setPassword({ owner }: Database, address: string, passwordHash: string): Promise<void> {
  const email = address.toLowerCase();
  return owner.transaction().execute(async (transaction) => {
    const userId = await existingUser(transaction, email);
    const tables = signInTables(transaction);
    const { numUpdatedRows } = await tables
      .updateTable("account")
      .set({ password: passwordHash, updatedAt: new Date() })
      .where("userId", "=", userId)
      .where("providerId", "=", provider)
      .executeTakeFirst();
    if (numUpdatedRows === 0n)
      throw new UsersError("That user has no password; they get in by the link that the system prints.");
    await tables.deleteFrom("session").where("userId", "=", userId).execute();
    await publish(transaction, [{ kind: "closed", viewerId: userId }]);
    await enterEach(transaction, userId, "passwordSet");
  });
}

/** Throws `UsersError` when there is no such workspace. */
export async function existingWorkspace(query: Database["owner"], id: string): Promise<void> {
  const found = await query.selectFrom("workspace").select("id").where("id", "=", id).executeTakeFirst();
  if (found === undefined)
    throw new UsersError(
      "There is no workspace with that id; the API takes them from its folder as it starts.",
    );
}

async function existingUser(transaction: Transaction<Tables>, email: string): Promise<string> {
  const id = await idOf(transaction, email);
  if (id === undefined) throw new UsersError("There is no user with that address; see `users list`.");
  return id;
}

async function idOf(transaction: Transaction<Tables>, email: string): Promise<string | undefined> {
  const found = await transaction
    .selectFrom("user")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirst();
  return found?.id;
}

async function enterEach(
  transaction: Transaction<Tables>,
  userId: string,
  action: AuditAction,
): Promise<void> {
  const memberships = await transaction
    .selectFrom("membership")
    .select("workspaceId")
    .where("userId", "=", userId)
    .execute();
  for (const { workspaceId } of memberships) await insertEntry(transaction, command, { action, workspaceId });
}
