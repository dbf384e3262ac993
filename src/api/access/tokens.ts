/** API tokens, for machines: shown once, kept as a hash, for one workspace and one role, until they expire or are revoked. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { ApiToken, Role } from "#src/api/answers.ts";
import type { Database, Query } from "#src/api/database/database.ts";
import type { Viewer } from "./viewer.ts";

export interface NewToken {
  workspaceId: string;
  role: Role;
  name: string;
  /** Milliseconds since the epoch. */
  now: number;
  days: number;
}

export const usualTokenDays = 365;
const dayMs = 24 * 60 * 60 * 1000;
const noteEveryMs = 60_000;

/** `token` is nowhere else: whoever loses it makes another. */
export async function createToken(
  query: Query,
  { workspaceId, role, name, now, days }: NewToken,
): Promise<{ id: string; token: string }> {
  const id = randomUUID();
  const token = `ema_${randomBytes(32).toString("base64url")}`;
  await query
    .insertInto("apiToken")
    .values({
      id,
      name,
      tokenHash: hashOf(token),
      workspaceId,
      role,
      createdAt: new Date(now),
      expiresAt: new Date(now + days * dayMs),
    })
    .execute();
  return { id, token };
}

/** Undefined for a token that is wrong, expired or revoked. Found by its hash: how long it takes tells nothing of the token. */
export async function viewerOfToken(
  { owner }: Database,
  token: string,
  now: number,
): Promise<Viewer | undefined> {
  const found = await owner
    .selectFrom("apiToken")
    .select(["id", "name", "workspaceId", "role", "lastUsedAt"])
    .where("tokenHash", "=", hashOf(token))
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", new Date(now))
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const { id, name, workspaceId, role, lastUsedAt } = found;
  if (lastUsedAt === null || lastUsedAt.getTime() <= now - noteEveryMs)
    await owner
      .updateTable("apiToken")
      .set({ lastUsedAt: new Date(now) })
      .where("id", "=", id)
      .execute();
  return { id, kind: "token", name, email: null, roles: new Map([[workspaceId, role]]) };
}

/** Those that expired or were revoked, too; latest first. */
export async function listTokens(query: Query, workspaceId: string): Promise<ApiToken[]> {
  const rows = await query
    .selectFrom("apiToken")
    .select(["id", "name", "role", "createdAt", "lastUsedAt", "expiresAt", "revokedAt"])
    .where("workspaceId", "=", workspaceId)
    .orderBy("createdAt", "desc")
    .orderBy("id")
    .execute();
  return rows.map(({ createdAt, lastUsedAt, expiresAt, revokedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  }));
}

/** False when the workspace has no such token, or it was revoked before. */
export async function revokeToken(
  query: Query,
  { workspaceId, id, now }: { workspaceId: string; id: string; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable("apiToken")
    .set({ revokedAt: new Date(now) })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
