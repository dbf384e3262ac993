/** Everything by which calls are looked at, over one connection that listens for changes. */
import type { ApiApp, ApiParts } from "#src/api/http/parts.ts";
import { type ServedRuns, serveRuns } from "#src/api/runs/serve-runs.ts";
import { serveWatch } from "#src/api/watch/serve-watch.ts";
import { openWatchedSessions } from "#src/api/watch/watched-sessions.ts";
import { describeError } from "#src/privacy/describe-error.ts";
import type { FeedMessage } from "./feed.ts";
import { serveStreams } from "./serve-streams.ts";
import { openStreams } from "./streams.ts";

export type ServedCalls = Pick<ApiParts, "database" | "log" | "webhooks"> &
  Pick<ServedRuns, "recordingOf" | "costByProvider"> & {
    /** Without them, words are shown as they are stored. */
    words?: ServedRuns["words"] & { observe: (message: FeedMessage) => void };
  };

/** Rejects when the database cannot be listened to. */
export async function serveCalls(app: ApiApp, parts: ServedCalls): Promise<void> {
  const { database, log, webhooks, recordingOf, costByProvider } = parts;
  const words = parts.words ?? { said: () => undefined, observe: () => {} };
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
    ...(recordingOf === undefined ? {} : { recordingOf }),
    ...(costByProvider === undefined ? {} : { costByProvider }),
  });
  serveStreams(app, { database, streams, watched });
  serveWatch(app, { database, webhooks, watched });
}
