/** Everyone in this process who watches one call. */
import type { ChartStep, Role, Run, RunEvent } from "#src/api/answers.ts";
import { inWorkspaces } from "#src/api/database/database.ts";
import type { LiveWords } from "#src/api/privacy/live-words.ts";
import { readRun } from "#src/api/runs/read-run.ts";
import type { EventStream } from "#src/event-stream/event-stream.ts";
import { Batch } from "./batch.ts";
import { chartFrame, erasedFrame, eventFrame, runFrame } from "./frames.ts";
import { Reader } from "./reader.ts";
import type { ChannelParts } from "./workspace-channel.ts";

interface Seat {
  reader: Reader;
  /** Wants the steps of the chart. */
  chart: boolean;
  /** Ids of events whose words were masked when they were sent. */
  masked: Set<string>;
  onOver: () => void;
}

export interface RunSeat {
  stream: EventStream;
  role: Role;
  position: number;
  chart: boolean;
  /** The call does not go on any more; at once, or later, or twice. */
  onOver: () => void;
}

export interface WatchedRun {
  id: string;
  workspaceId: string;
}

export class RunChannel {
  readonly #run: WatchedRun;
  readonly #parts: ChannelParts & { words: LiveWords };
  readonly #seats = new Set<Seat>();

  constructor(run: WatchedRun, parts: ChannelParts & { words: LiveWords }) {
    this.#run = run;
    this.#parts = parts;
  }

  get empty(): boolean {
    return this.#seats.size === 0;
  }

  /** Returns how to leave. */
  join({ stream, role, position, chart, onOver }: RunSeat): () => void {
    const reader = new Reader({
      stream,
      role,
      position: undefined,
      read: (reached) => this.#read(reached ?? position, seat),
      onProblem: this.#parts.onProblem,
    });
    const seat: Seat = { reader, chart, masked: new Set(), onOver };
    this.#seats.add(seat);
    void reader.catchUp();
    return () => void this.#seats.delete(seat);
  }

  /** The event comes before the run: who was told of the run's position has been told of everything before it. */
  changed(run: Run, event: RunEvent | undefined): void {
    const batch = new Batch([
      {
        position: run.position,
        write: (role) => `${event === undefined ? "" : eventFrame(event, role)}${runFrame(run, role)}`,
      },
    ]);
    for (const { reader, masked, onOver } of this.#seats) {
      // The database was quicker than the notification, and knows no words.
      if (event !== undefined && !event.redacted && masked.delete(event.id))
        reader.add(eventFrame(event, reader.role));
      reader.take(batch);
      if (run.status !== "running") onOver();
    }
  }

  chart(steps: readonly ChartStep[]): void {
    const frames = chartFrame(steps);
    for (const { reader, chart } of this.#seats) if (chart) reader.add(frames);
  }

  erased(): void {
    for (const { reader } of this.#seats) reader.add(erasedFrame(this.#run.id));
  }

  /** Something is to be fetched, or notifications are missing. */
  gap(): void {
    for (const { reader } of this.#seats) void reader.catchUp();
  }

  async #read(after: number, { reader, masked, onOver }: Seat): Promise<number> {
    const { id: runId, workspaceId } = this.#run;
    const { database, words } = this.#parts;
    const found = await inWorkspaces(database, [workspaceId], (query) =>
      readRun(query, { runId, after, words }),
    );
    if (found === undefined) return after;
    const { run, events } = found;
    for (const { id, redacted } of events) if (redacted) masked.add(id);
    // By position, which is what a reader that is cut off goes on from.
    for (const event of events.toSorted((one, other) => one.position - other.position))
      await reader.send(eventFrame(event, reader.role));
    await reader.send(runFrame(run, reader.role));
    if (run.status !== "running") onOver();
    return run.position;
  }
}
