/** Whose chart somebody looks at, in whatever process of the API: what is not looked at costs nothing. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "#src/api/database/database.ts";

interface Session {
  workspaceId: string;
  sessionId: string;
}

/** `asked` changes with everyone who comes to look: they are to be shown the present state at once. */
type WatchedSession = Session & { asked: string };

export interface WatchedSessions {
  /** Returns how to say that one looks no longer; saying it twice is saying it once. */
  watch: (session: Session) => () => void;
  /** Of all processes. */
  list: () => WatchedSession[];
  onChange: (listener: () => void) => () => void;
  close: () => Promise<void>;
}

export interface WatchedSessionsOptions {
  database: Pick<Database, "owner" | "listen">;
  onProblem: (error: unknown) => void;
  /** What other processes look at is said again so often, and forgotten after three times as long. */
  againMs?: number;
}

const channel = "ema_watch";
const usualAgainMs = 5_000;

/** What a process tells the others, and itself. `asked` 0: nobody there looks any more. */
const noticeSchema = z.object({
  process: z.string(),
  workspaceId: z.string(),
  sessionId: z.string(),
  asked: z.number(),
});
type Notice = z.infer<typeof noticeSchema>;

interface Heard extends Notice {
  /** On this process's clock. */
  at: number;
}

/** Rejects when the database cannot be listened to. */
export async function openWatchedSessions({
  database,
  onProblem,
  againMs = usualAgainMs,
}: WatchedSessionsOptions): Promise<WatchedSessions> {
  const process = randomUUID();
  const mine = new Map<string, Session & { readers: number; asked: number }>();
  const heard = new Map<string, Heard>();
  const listeners = new Set<() => void>();
  let told = Promise.resolve();
  let asks = 0;

  const stop = await database.listen(channel, { onMessage: hear, onGap: again });
  const timer = setInterval(again, againMs);
  timer.unref();
  return { watch, list, onChange, close };

  function watch({ workspaceId, sessionId }: Session): () => void {
    const key = keyOf({ workspaceId, sessionId });
    const one = mine.get(key) ?? { workspaceId, sessionId, readers: 0, asked: 0 };
    mine.set(key, one);
    one.readers += 1;
    one.asked = ++asks;
    tell([one]);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      one.readers -= 1;
      if (one.readers > 0) return;
      mine.delete(key);
      tell([{ ...one, asked: 0 }]);
    };
  }

  function list(): WatchedSession[] {
    const sessions = new Map<string, WatchedSession>();
    for (const { process, asked, workspaceId, sessionId } of heard.values()) {
      const key = keyOf({ workspaceId, sessionId });
      const before = sessions.get(key)?.asked ?? "";
      sessions.set(key, { workspaceId, sessionId, asked: `${before}${process}:${asked};` });
    }
    return [...sessions.values()];
  }

  function onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** In order; what is lost is said again. */
  function tell(notices: readonly (Session & { asked: number })[]): void {
    if (notices.length === 0) return;
    const payloads = notices.map(({ workspaceId, sessionId, asked }) =>
      JSON.stringify({ process, workspaceId, sessionId, asked } satisfies Notice),
    );
    told = told
      .then(async () => {
        await sql`
          select pg_notify(${channel}, payload)
          from jsonb_array_elements_text(${JSON.stringify(payloads)}::text::jsonb) as told (payload)`.execute(
          database.owner,
        );
      })
      .catch(onProblem);
  }

  function hear(payload: string): void {
    const notice = read(payload);
    if (notice === undefined) return;
    const key = `${notice.process} ${keyOf(notice)}`;
    const before = heard.get(key)?.asked ?? 0;
    if (notice.asked === 0) heard.delete(key);
    else heard.set(key, { ...notice, at: performance.now() });
    if (before !== notice.asked) changed();
  }

  function again(): void {
    tell([...mine.values()]);
    const forgotten = [...heard].filter(([, { at }]) => performance.now() - at > 3 * againMs);
    for (const [key] of forgotten) heard.delete(key);
    if (forgotten.length > 0) changed();
  }

  function changed(): void {
    for (const listener of listeners) listener();
  }

  async function close(): Promise<void> {
    clearInterval(timer);
    await told;
    await stop();
  }
}

const keyOf = ({ workspaceId, sessionId }: Session): string => `${workspaceId} ${sessionId}`;

function read(payload: string): Notice | undefined {
  try {
    return noticeSchema.parse(JSON.parse(payload));
  } catch {
    return undefined;
  }
}
