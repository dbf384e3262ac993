/** What this process tells its readers: one connection listens to the feed, however many they are. */
import type { Role } from "#src/api/answers.ts";
import type { Database } from "#src/api/database/database.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { LiveWords } from "#src/api/privacy/live-words.ts";
import type { EventStream } from "#src/event-stream/event-stream.ts";
import { feedChannel, type FeedMessage, publish, readFeedMessage } from "./feed.ts";
import { RunChannel, type RunSeat, type WatchedRun } from "./run-channel.ts";
import { WorkspaceChannel } from "./workspace-channel.ts";

export interface Streams {
  /** Throws `ApiError` 429 when the viewer has too many open, and 503 once it closes; otherwise `open` is counted until it is closed. */
  admit: (viewerId: string, open: () => EventStream) => EventStream;
  /** `position`: where the reader was; undefined: from now on. */
  ofWorkspace: (workspaceId: string, reading: WorkspaceReading) => void;
  ofRun: (run: WatchedRun, seat: RunSeat) => void;
  /** Ends all streams of the viewer, in every process: they signed out, or may see less from now on. */
  closeFor: (viewerId: string) => Promise<void>;
  close: () => Promise<void>;
}

interface WorkspaceReading {
  stream: EventStream;
  role: Role;
  position: number | undefined;
}

export interface StreamsParts {
  database: Database;
  words: LiveWords;
  /** Given every message before readers are. */
  observe?: (message: FeedMessage) => void;
  onProblem: (error: unknown) => void;
  collectMs?: number;
  streamsPerViewer?: number;
}

const usualCollectMs = 100;
const usualStreamsPerViewer = 20;

/** Rejects when the database cannot be listened to. */
export async function openStreams({
  database,
  words,
  observe = () => {},
  onProblem,
  collectMs = usualCollectMs,
  streamsPerViewer = usualStreamsPerViewer,
}: StreamsParts): Promise<Streams> {
  const parts = { database, words, onProblem, collectMs };
  const workspaces = new Map<string, WorkspaceChannel>();
  const runs = new Map<string, RunChannel>();
  const open = new Map<string, Set<EventStream>>();
  let closing = false;

  const stop = await database.listen(feedChannel, { onMessage: hear, onGap: gap });
  return { admit, ofWorkspace, ofRun, closeFor, close };

  function hear(payload: string): void {
    const message = readFeedMessage(payload);
    if (message === undefined) return;
    observe(message);
    switch (message.kind) {
      case "run": {
        const { run, event } = message;
        workspaces.get(run.workspaceId)?.changed(run.id, { position: run.position, run });
        return runs.get(run.id)?.changed(run, event);
      }
      case "long": {
        const { workspaceId, runId, position } = message;
        workspaces.get(workspaceId)?.changed(runId, { position, run: undefined });
        return runs.get(runId)?.gap();
      }
      case "chart":
        return runs.get(message.runId)?.chart(message.steps);
      case "erased":
        workspaces.get(message.workspaceId)?.erased(message.runId);
        return runs.get(message.runId)?.erased();
      case "closed":
        return end(message.viewerId);
    }
  }

  function gap(): void {
    for (const channel of [...workspaces.values(), ...runs.values()]) channel.gap();
  }

  function admit(viewerId: string, start: () => EventStream): EventStream {
    // One that was asked for before would keep the server from closing.
    if (closing) throw new ApiError(503, "notReady", "The API is being stopped; come again later.");
    const mine = open.get(viewerId) ?? new Set<EventStream>();
    if (mine.size >= streamsPerViewer)
      throw new ApiError(429, "tooManyStreams", `Close one of the ${mine.size} that are open first.`);
    const stream = start();
    open.set(viewerId, mine.add(stream));
    whenClosed(stream, () => {
      mine.delete(stream);
      if (mine.size === 0) open.delete(viewerId);
    });
    return stream;
  }

  function ofWorkspace(workspaceId: string, { stream, role, position }: WorkspaceReading): void {
    const channel = workspaces.get(workspaceId) ?? new WorkspaceChannel(workspaceId, parts);
    workspaces.set(workspaceId, channel);
    const leave = channel.join(stream, role, position);
    whenClosed(stream, () => {
      leave();
      if (!channel.empty) return;
      channel.close();
      workspaces.delete(workspaceId);
    });
  }

  function ofRun(run: WatchedRun, seat: RunSeat): void {
    const channel = runs.get(run.id) ?? new RunChannel(run, parts);
    runs.set(run.id, channel);
    const leave = channel.join(seat);
    whenClosed(seat.stream, () => {
      leave();
      if (channel.empty) runs.delete(run.id);
    });
  }

  async function closeFor(viewerId: string): Promise<void> {
    end(viewerId);
    await publish(database.owner, [{ kind: "closed", viewerId }]);
  }

  function end(viewerId: string): void {
    for (const stream of open.get(viewerId) ?? []) stream.end();
  }

  async function close(): Promise<void> {
    closing = true;
    for (const viewerId of open.keys()) end(viewerId);
    await stop();
  }
}

const whenClosed = ({ closed }: EventStream, work: () => void): void =>
  closed.addEventListener("abort", work, { once: true });
