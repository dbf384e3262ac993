/** What API processes tell each other of a change, through `NOTIFY`, so that each can tell its own readers. */
import { sql } from "kysely";
import type { ChartStep, Run, RunEvent } from "#src/api/answers.ts";
import type { Query } from "#src/api/database/database.ts";

export const feedChannel = "ema_feed";

export type FeedMessage =
  /** A run changed. `event` is what changed it, its words as they were said; absent when nothing was told, as when a run is lost. */
  | { kind: "run"; run: Run; event?: RunEvent }
  /** The same, where it was too long for a notification: the reader fetches it, words as stored. */
  | { kind: "long"; workspaceId: string; runId: string; position: number }
  /** Nothing of it is stored. */
  | { kind: "chart"; workspaceId: string; runId: string; steps: readonly ChartStep[] }
  /** A run, or what was kept of it, was erased. */
  | { kind: "erased"; workspaceId: string; runId: string }
  /** The viewer's streams are to end. */
  | { kind: "closed"; viewerId: string };

/** PostgreSQL takes fewer than 8,000 bytes. */
const longestBytes = 7_900;

/** Told when, and only when, the transaction commits; in the order of commits. */
export async function publish(query: Query, messages: readonly FeedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const payloads = JSON.stringify(messages.map(payloadOf));
  await sql`
    select pg_notify(${feedChannel}, payload)
    from jsonb_array_elements_text(${payloads}::text::jsonb) with ordinality as told (payload, number)
    order by number`.execute(query);
}

/** Undefined for what another version of the API told. */
export function readFeedMessage(payload: string): FeedMessage | undefined {
  try {
    const message: unknown = JSON.parse(payload);
    return typeof message === "object" && message !== null && "kind" in message
      ? (message as FeedMessage)
      : undefined;
  } catch {
    return undefined;
  }
}

function payloadOf(message: FeedMessage): string {
  const payload = JSON.stringify(message);
  if (Buffer.byteLength(payload) <= longestBytes || message.kind !== "run") return payload;
  const { id, workspaceId, position } = message.run;
  return JSON.stringify({ kind: "long", workspaceId, runId: id, position } satisfies FeedMessage);
}
