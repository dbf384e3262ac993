/** Everything by which calls are looked at, over one connection that listens for changes. */
import { costByProvider } from "#src/api/costs/cost-by-provider.ts";
import type { ApiApp, ApiParts } from "#src/api/http/parts.ts";
import { serveRuns } from "#src/api/runs/serve-runs.ts";
import { serveWatch } from "#src/api/watch/serve-watch.ts";
import { openWatchedSessions } from "#src/api/watch/watched-sessions.ts";
import { describeError } from "#src/privacy/describe-error.ts";
import { serveStreams } from "./serve-streams.ts";
import { openStreams } from "./streams.ts";

/** Rejects when the database cannot be listened to. */
export async function serveCalls(app: ApiApp, { database, log, webhooks, privacy }: ApiParts): Promise<void> {
  const { words, recordings } = privacy;
  const onProblem = (error: unknown): void =>
    log.error("readers are behind", { error: describeError(error) });
  const streams = await openStreams({ database, words, observe: words.observe, onProblem });
  const watched = await openWatchedSessions({ database, onProblem });
  // Before the server waits for open connections to end.
  app.addHook("preClose", async () => {
    await streams.close();
    await watched.close();
  });
  serveRuns(app, {
    database,
    words,
    recordingOf: async (run) => recordings?.of(run) ?? null,
    costByProvider,
  });
  serveStreams(app, { database, streams, watched, viewerNow: (request) => app.viewerNow(request) });
  serveWatch(app, { database, webhooks, watched });
}
