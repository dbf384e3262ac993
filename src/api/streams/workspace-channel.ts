/** Everyone in this process who watches one workspace's calls. */
import type { Role, Run } from "#src/api/answers.ts";
import { type Database, inWorkspaces } from "#src/api/database/database.ts";
import { presentRun } from "#src/api/runs/present.ts";
import type { EventStream } from "#src/event-stream/event-stream.ts";
import { Batch, type Change } from "./batch.ts";
import { erasedFrame, runFrame } from "./frames.ts";
import { Reader } from "./reader.ts";

export interface ChannelParts {
  database: Database;
  onProblem: (error: unknown) => void;
  /** How long changes of a workspace are collected; of a run's, the latest is told. */
  collectMs: number;
}

interface Pending {
  position: number;
  /** Undefined: it did not fit into a notification. */
  run: Run | undefined;
}

/** Runs a query. */
const page = 100;

export class WorkspaceChannel {
  readonly #workspaceId: string;
  readonly #parts: ChannelParts;
  readonly #readers = new Set<Reader>();
  #pending = new Map<string, Pending>();
  #flushing: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(workspaceId: string, parts: ChannelParts) {
    this.#workspaceId = workspaceId;
    this.#parts = parts;
  }

  get empty(): boolean {
    return this.#readers.size === 0;
  }

  /** `position` undefined: from now on. Returns how to leave. */
  join(stream: EventStream, role: Role, position: number | undefined): () => void {
    const reader = new Reader({
      stream,
      role,
      position: undefined,
      read: async (reached) => this.#read(reached ?? (await this.#from(position)), reader),
      onProblem: this.#parts.onProblem,
    });
    this.#readers.add(reader);
    void reader.catchUp();
    return () => void this.#readers.delete(reader);
  }

  changed(runId: string, pending: Pending): void {
    this.#pending.set(runId, pending);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = this.#flushing.then(() => this.#flush());
    }, this.#parts.collectMs);
  }

  erased(runId: string): void {
    this.#pending.delete(runId);
    for (const reader of this.#readers) reader.add(erasedFrame(runId));
  }

  /** Notifications are missing. */
  gap(): void {
    for (const reader of this.#readers) void reader.catchUp();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #flush(): Promise<void> {
    const pending = [...this.#pending].toSorted(([, one], [, other]) => one.position - other.position);
    this.#pending = new Map();
    if (pending.length === 0 || this.empty) return;
    try {
      const fetched = await this.#fetch(pending.filter(([, { run }]) => run === undefined).map(([id]) => id));
      const changes = pending.flatMap(([id, { position, run = fetched.get(id) }]): Change[] =>
        // What was fetched may be newer than notifications that are still to come: the reader is not beyond those.
        run === undefined ? [] : [{ position, write: (role) => runFrame(run, role, position) }],
      );
      if (changes.length === 0) return;
      const batch = new Batch(changes);
      for (const reader of this.#readers) reader.take(batch);
    } catch (error) {
      this.#parts.onProblem(error);
      this.gap();
    }
  }

  async #fetch(ids: readonly string[]): Promise<ReadonlyMap<string, Run>> {
    if (ids.length === 0) return new Map();
    const rows = await inWorkspaces(this.#parts.database, [this.#workspaceId], (query) =>
      query.selectFrom("run").selectAll().where("id", "in", ids).execute(),
    );
    return new Map(rows.map((row) => [row.id, presentRun(row)]));
  }

  /** Where to begin. A position that is not there yet is another database's. */
  async #from(position: number | undefined): Promise<number> {
    const latest = await inWorkspaces(this.#parts.database, [this.#workspaceId], (query) =>
      query
        .selectFrom("run")
        .select("position")
        .where("workspaceId", "=", this.#workspaceId)
        .orderBy("position", "desc")
        .limit(1)
        .executeTakeFirst(),
    );
    return Math.min(position ?? Infinity, latest?.position ?? 0);
  }

  async #read(after: number, reader: Reader): Promise<number> {
    let position = after;
    for (;;) {
      const from = position;
      const rows = await inWorkspaces(this.#parts.database, [this.#workspaceId], (query) =>
        query
          .selectFrom("run")
          .selectAll()
          .where("workspaceId", "=", this.#workspaceId)
          .where("position", ">", from)
          .orderBy("position")
          .limit(page)
          .execute(),
      );
      await reader.send(rows.map((row) => runFrame(presentRun(row), reader.role)).join(""));
      position = rows.at(-1)?.position ?? position;
      if (rows.length < page) return position;
    }
  }
}
