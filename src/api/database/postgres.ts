/** PostgreSQL, through a pool; a connection of its own listens. */
import { setTimeout as delay } from "node:timers/promises";
import { PostgresDialect } from "kysely";
import { Client, escapeIdentifier, Pool, type PoolConfig, types } from "pg";
import type { Driver, Listener } from "./database.ts";

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/name`. */
  url: string;
  /** Connections of this process at most, beside the one that listens. */
  connections?: number;
  /** One sentence, without a credential. */
  onProblem: (problem: string) => void;
}

const usualConnections = 10;
const longestPauseMs = 10_000;
/** Until there is a connection; a server that is away, or all whose connections are busy, is not waited for any longer. */
const connectionTimeoutMillis = 10_000;
/** A process that froze in a transaction holds its workspaces' locks: the server ends it, and the others go on. */
const idleInTransactionMs = 60_000;
/** So often the connection that listens is asked whether it is there; one that a network forgot says nothing by itself. */
const askEveryMs = 30_000;
const answerLimitMs = 10_000;

export function postgresDriver({ url, connections = usualConnections, onProblem }: PostgresOptions): Driver {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    types: { getTypeParser },
  });
  // One that breaks while it is used fails its query; that it also says so, to nobody, would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  // A connection that breaks while it is idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => onProblem(`an idle connection to PostgreSQL broke: ${codeOf(error)}`));
  const closing = new AbortController();
  return {
    dialect: new PostgresDialect({ pool }),
    listen: (channel, listener) => listen({ url, channel, listener, closing, onProblem }),
    async close() {
      closing.abort();
      await pool.end();
    },
  };
}

const int8 = 20;

/** Positions and sums stay far below 2^53. */
const getTypeParser: NonNullable<PoolConfig["types"]>["getTypeParser"] = (id: number) =>
  id === int8 ? Number : types.getTypeParser(id);

interface Listening {
  url: string;
  channel: string;
  listener: Listener;
  closing: AbortController;
  onProblem: (problem: string) => void;
}

/** Resolves when the first connection listens. */
async function listen({
  url,
  channel,
  listener,
  closing,
  onProblem,
}: Listening): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const stopped = AbortSignal.any([closing.signal, stopping.signal]);
  let client = await connected();
  stopped.addEventListener("abort", () => void client.end().catch(() => {}), { once: true });
  return async () => stopping.abort();

  async function connected(): Promise<Client> {
    const next = new Client({ connectionString: url, keepAlive: true, query_timeout: answerLimitMs });
    next.on("notification", ({ payload }) => listener.onMessage(payload ?? ""));
    next.on("error", (error) => onProblem(`the connection that listens broke: ${codeOf(error)}`));
    await next.connect();
    await next.query(`listen ${escapeIdentifier(channel)}`);
    const asking = setInterval(() => void next.query("select 1").catch(() => next.end()), askEveryMs);
    asking.unref();
    next.once("end", () => {
      clearInterval(asking);
      void again();
    });
    return next;
  }

  async function again(): Promise<void> {
    for (let pauseMs = 100; !stopped.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        client = await connected();
        if (stopped.aborted) await client.end();
        else listener.onGap();
        return;
      } catch (error) {
        onProblem(`PostgreSQL cannot be listened to: ${codeOf(error)}`);
        await delay(pauseMs);
      }
    }
  }
}

/** A message may quote what was sent. */
const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown reason";
