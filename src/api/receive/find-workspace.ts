/** Which workspace an event belongs to, where its sender does not say so. */
import type { Database } from "#src/api/database/database.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { OldBody } from "./read-body.ts";
import { readMetadata } from "./telephone-metadata.ts";
import type { Sender, WebhookSecrets } from "./webhook-secrets.ts";

export interface WorkspaceSearch {
  /** Throws `ApiError` 404 when there is no such workspace. */
  mustExist: (workspaceId: string) => Promise<void>;
  /** Throws `ApiError` 422 when nothing tells, and 409 when the call's beginning may still tell it. */
  ofOldBody: (body: OldBody, sender: Sender) => Promise<string>;
}

/** The owner's connection asks: who sends is known by then, and which workspaces there are is nobody's secret from it. */
export function createWorkspaceSearch(
  { owner }: Pick<Database, "owner">,
  { own }: Pick<WebhookSecrets, "own">,
): WorkspaceSearch {
  const withOwnSecret = [...own].flatMap(([id, { secret }]) => (secret === undefined ? [] : [id]));
  /** A workspace is never removed. */
  const existing = new Set<string>();

  /** Of somebody with everybody's secret: who has one of their own names their rooms as they like. */
  async function ofSession(sessionId: string): Promise<string | undefined> {
    const run = await owner
      .selectFrom("workspace")
      .innerJoin("run", "run.workspaceId", "workspace.id")
      .where("run.sessionId", "=", sessionId)
      .$if(withOwnSecret.length > 0, (query) => query.where("workspace.id", "not in", withOwnSecret))
      .orderBy("run.startedAt", "desc")
      .select("workspace.id")
      .limit(1)
      .executeTakeFirst();
    return run?.id;
  }

  return {
    async mustExist(workspaceId) {
      if (existing.has(workspaceId)) return;
      const found = await owner
        .selectFrom("workspace")
        .select("id")
        .where("id", "=", workspaceId)
        .executeTakeFirst();
      if (found === undefined)
        throw new ApiError(
          404,
          "unknownWorkspace",
          "workspace_id is a name that no workspace has; add it to the API's prompts folder and start the API, then run " +
            "`npm run -s outbox -- --revive` beside the worker.",
        );
      existing.add(workspaceId);
    },
    async ofOldBody(body, sender) {
      if (sender.workspaceId !== undefined) return sender.workspaceId;
      const known = await ofSession(body.session_id);
      if (known !== undefined) return known;
      const workspaces = await owner.selectFrom("workspace").select(["id", "phoneNumbers"]).execute();
      const { dialled } = readMetadata(body.data.metadata);
      const answering = workspaces.find(
        ({ phoneNumbers }) => dialled !== null && phoneNumbers.includes(dialled),
      );
      const only = workspaces.length === 1 ? workspaces[0] : undefined;
      const found = answering ?? only;
      if (found !== undefined) return found.id;
      if (body.event_type !== "call_initiated")
        throw new ApiError(
          409,
          "callNotBegun",
          "session_id is a call that has not begun; send its call_initiated, then this again.",
        );
      throw new ApiError(
        422,
        "whichWorkspace",
        "workspace_id is missing, and nothing else tells the workspace; send it, or the workspace's own secret, or " +
          "data.metadata.dialled_number.",
      );
    },
  };
}
