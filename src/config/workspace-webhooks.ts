/** Webhook secrets that a workspace has of its own, for instance `EMA_WEBHOOK_SECRET_MAPLE_COURT`. */
import type { z } from "zod";
import { workspaceVariables } from "./environment.ts";
import type { Secret } from "./secret.ts";
import { SettingsError } from "./settings-error.ts";

export interface WebhookSecrets {
  secret: Secret;
  signingKey: Secret | undefined;
}

/** What the workspace has of its own; what it has not is absent. */
export type OwnWebhookSecrets = (workspaceId: string) => Partial<WebhookSecrets>;

/** Reads the variables of all workspaces; throws `SettingsError` for the first that is wrong. */
export function readWorkspaceWebhooks(env: Readonly<Record<string, string>>): OwnWebhookSecrets {
  const secrets = readAll("EMA_WEBHOOK_SECRET_", env);
  const signingKeys = readAll("EMA_WEBHOOK_SIGNING_KEY_", env);
  return (workspaceId) => {
    const secret = secrets.get(nameInVariables(workspaceId));
    const signingKey = signingKeys.get(nameInVariables(workspaceId));
    return { ...(secret && { secret }), ...(signingKey && { signingKey }) };
  };
}

/** `maple-court` is `MAPLE_COURT`; since no id has an underscore, no two ids share a name. */
function nameInVariables(workspaceId: string): string {
  return workspaceId.toUpperCase().replaceAll("-", "_");
}

function readAll(
  prefix: keyof typeof workspaceVariables,
  env: Readonly<Record<string, string>>,
): ReadonlyMap<string, Secret> {
  const { schema, remedy }: { schema: z.ZodType<Secret>; remedy: string } = workspaceVariables[prefix];
  const values = new Map<string, Secret>();
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(prefix)) continue;
    const name = variable.slice(prefix.length);
    if (!/^[A-Z][A-Z0-9_]*$/.test(name))
      throw new SettingsError(
        variable,
        "a name that no workspace can have",
        `write ${prefix} and the workspace's id in capitals, hyphens as underscores`,
      );
    const result = schema.safeParse(value);
    // The zod error is not kept as the cause: it could be printed, and with it a part of the value.
    if (!result.success)
      throw new SettingsError(variable, result.error.issues[0]?.message ?? "wrong", remedy);
    values.set(name, result.data);
  }
  return values;
}
