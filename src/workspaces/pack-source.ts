/**
 * Workspaces from the EMA API, in the files that a prompts folder would hold:
 *
 *     GET EMA_API_URL/livekit/packs     X-Webhook-Secret, and If-None-Match once an ETag is known
 *     200, ETag                         {"workspaces": [{"id": "maple-court", "files": {"workspace.yaml": "…"}}]}
 *     304                               nothing has changed
 *
 * `default/` is never asked for: it belongs to the program, as it names what the program says.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Secret } from "#src/config/secret.ts";
import { catalogueFolder, currentVersion } from "./catalogue-folder.ts";
import { describeIssue } from "./describe-issue.ts";
import { getJson, place } from "./get-json.ts";
import { workspaceIdSchema } from "./pack.ts";
import { PackError } from "./pack-error.ts";
import { packPaths } from "./pack-folder.ts";
import { readDefault, readWorkspaces, type WorkspaceFiles, writeFiles } from "./workspace-files.ts";

interface FetchedPacks {
  /** A prompts folder; it is overwritten by the next one. */
  folder: string;
  etag: string | undefined;
}

export interface PackSource {
  /** `etag` is that of what is published already. Throws `PackError`, whose message bears no secret. */
  fetchPacks(etag: string | undefined, signal: AbortSignal): Promise<FetchedPacks | "unchanged">;
  /** A prompts folder with the workspaces that were published last; `undefined` when none were. */
  lastGood(): string | undefined;
}

export interface PackSourceOptions {
  /** Without a slash at its end. */
  apiUrl: string;
  secret: Secret;
  /** Holds `default/`. */
  promptsDir: string;
  dataDir: string;
  /** For the whole answer. */
  timeoutMs?: number;
}

const longestFile = 256 * 1024;

const answerSchema = z.object({
  workspaces: z
    .array(
      z.object({
        id: workspaceIdSchema,
        files: z.record(
          z.string().refine((path) => packPaths.includes(path), `must be one of ${packPaths.join(", ")}`),
          z.string().max(longestFile),
        ),
      }),
    )
    .min(1)
    .refine(
      (workspaces) => new Set(workspaces.map(({ id }) => id)).size === workspaces.length,
      "must give each workspace its own id",
    ),
});

export function createPackSource({
  apiUrl,
  secret,
  promptsDir,
  dataDir,
  timeoutMs = 10_000,
}: PackSourceOptions): PackSource {
  const root = catalogueFolder(dataDir);

  /** Both come with today's `default/`: an older one could lack what this version of the program says. */
  function folderOf(workspaces: WorkspaceFiles): string {
    const folder = join(root, "fetched");
    rmSync(folder, { recursive: true, force: true });
    writeFiles(folder, new Map([...readDefault(promptsDir), ...workspaces]));
    return folder;
  }

  return {
    async fetchPacks(etag, signal) {
      const answer = await getJson(`${apiUrl}/livekit/packs`, { secret, etag, timeoutMs, signal });
      if (answer === "unchanged") return answer;
      return { folder: folderOf(filesIn(answer.data)), etag: answer.etag };
    },
    lastGood() {
      const version = currentVersion(dataDir);
      return version === undefined ? undefined : folderOf(readWorkspaces(join(root, version, "prompts")));
    },
  };
}

function filesIn(data: unknown): WorkspaceFiles {
  const result = answerSchema.safeParse(data);
  const [issue] = result.error?.issues ?? [];
  if (issue !== undefined) {
    const { problem, remedy } = describeIssue(issue, data);
    throw new PackError(place, problem, remedy);
  }
  return new Map(
    result.data?.workspaces.flatMap(({ id, files }) =>
      Object.entries(files).map(([path, text]) => [join(id, path), text] as const),
    ),
  );
}
