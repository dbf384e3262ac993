/** Webhook secrets that a workspace has of its own, for instance `EMA_WEBHOOK_SECRET_MAPLE_COURT`. */
import type { z } from "zod";
import { workspaceVariables } from "./environment.ts";
import type { Secret } from "./secret.ts";
import { SettingsError } from "./settings-error.ts";

export interface WebhookSecrets {
  secret: Secret;
  signingKey: Secret | undefined;
}

/** By workspace, what it has of its own; what it has not is absent. */
export type OwnWebhookSecrets = ReadonlyMap<string, Partial<WebhookSecrets>>;

/** Reads the variables of all workspaces; throws `SettingsError` for the first that is wrong. */
export function readWorkspaceWebhooks(env: Readonly<Record<string, string>>): OwnWebhookSecrets {
  const secrets = readAll("EMA_WEBHOOK_SECRET_", env);
  const signingKeys = readAll("EMA_WEBHOOK_SIGNING_KEY_", env);
  const names = [...new Set([...secrets.keys(), ...signingKeys.keys()])];
  return new Map(
    names.map((name) => {
      const secret = secrets.get(name);
      const signingKey = signingKeys.get(name);
      return [workspaceNamed(name), { ...(secret && { secret }), ...(signingKey && { signingKey }) }];
    }),
  );
}

/** `MAPLE_COURT` is `maple-court`; since no id has an underscore, no two ids share a name. */
function workspaceNamed(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
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
