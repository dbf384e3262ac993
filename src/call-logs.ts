/** Logs of real calls: whose workspace asks for one, where it lies, and for how long. */
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CallHandle } from "#src/call/handle.ts";
import type { Secret } from "#src/config/secret.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { recordCallLog } from "#src/replay/recorder.ts";
import type { Pack, Workspace } from "#src/workspaces/pack.ts";

interface Place {
  folder: string;
  key: Secret | undefined;
}

/** Attaches nothing where the workspace did not opt in. Resolves when the call is over and its log written. */
export async function keepCallLog(
  handle: CallHandle,
  pack: Pack,
  {
    folder,
    key,
    appVersion,
    ...rest
  }: Place & { appVersion: string; now: () => number; onProblem: (reason: string) => void },
): Promise<void> {
  const { id, settings } = pack.workspace;
  const kind = settings.callLog;
  if (kind === "off") return;
  if (kind === "encrypted" && key === undefined)
    return rest.onProblem(
      `call log: workspace ${id} asks for encrypted logs and EMA_CALL_LOG_KEY is missing`,
    );
  const name = `${new Date().toISOString().replaceAll(":", "-")}-${handle.id}`;
  await recordCallLog(handle, {
    ...rest,
    kind,
    file: join(folder, id, `${name}.${kind === "encrypted" ? "enc" : "jsonl"}`),
    ...(key === undefined ? {} : { key: Buffer.from(key.reveal(), "base64") }),
    workspace: id,
    versions: { prompts: pack.version, app: appVersion },
  });
}

/** Throws `SettingsError` when a workspace asks for encrypted logs and there is no key. */
export function checkCallLogKey(workspaces: readonly Workspace[], key: Secret | undefined): void {
  const asking = workspaces.find(({ settings }) => settings.callLog === "encrypted");
  if (asking !== undefined && key === undefined)
    throw new SettingsError(
      "EMA_CALL_LOG_KEY",
      `missing, and workspace ${asking.id} asks for encrypted call logs`,
      "set the output of `openssl rand -base64 32`",
    );
}

const dayMs = 86_400_000;

/** Removes what is older than its workspace's `callLogDays`. Failures are told, never thrown. */
export function removeOldCallLogs(
  folder: string,
  workspaces: readonly Workspace[],
  now: number,
  onProblem: (reason: string) => void,
): void {
  for (const { id, settings } of workspaces) {
    const own = join(folder, id);
    try {
      mkdirSync(own, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(own)) {
        const file = join(own, name);
        if (now - statSync(file).mtimeMs > settings.callLogDays * dayMs) rmSync(file);
      }
    } catch (error) {
      onProblem(`old call logs: ${error instanceof Error ? error.name : typeof error}`);
    }
  }
}
