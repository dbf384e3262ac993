/** One reader's place in the feed: told what is new, or brought up to date from the database, never both at once. */
import type { Role } from "#src/api/answers.ts";
import { type EventStream, frame } from "#src/event-stream/event-stream.ts";
import type { Batch } from "./batch.ts";

export interface ReaderOptions {
  stream: EventStream;
  role: Role;
  /** Everything up to here is known to the reader; undefined: it knows nothing, and `read` decides. */
  position: number | undefined;
  /** Sends what came after the position, as far as the database knows; resolves with the position of the latest. */
  read: (position: number | undefined, reader: Reader) => Promise<number>;
  /** The database did not answer; the stream is ended, and its reader comes again. */
  onProblem: (error: unknown) => void;
}

/**
 * Positions grow in the order of commits, and so do notifications. So a reader needs no memory but one position: what the
 * database answered up to it is not sent again when its notification comes, and what is beyond it is not missing.
 */
export class Reader {
  readonly role: Role;
  readonly #stream: EventStream;
  readonly #read: ReaderOptions["read"];
  readonly #onProblem: ReaderOptions["onProblem"];
  #position: number | undefined;
  #reading = false;
  /** Something came while the database was read: it is read once more. */
  #stale = false;
  #ready = false;
  #held: string[] = [];

  constructor({ stream, role, position, read, onProblem }: ReaderOptions) {
    this.#stream = stream;
    this.role = role;
    this.#position = position;
    this.#read = read;
    this.#onProblem = onProblem;
  }

  /** Brings the reader up to date from where it is; says `ready` when that was done for the first time. Never rejects. */
  async catchUp(): Promise<void> {
    this.#stale = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#stale && !this.#stream.closed.aborted) {
        this.#stale = false;
        this.#position = await this.#read(this.#position, this);
        await this.#stream.drained();
      }
    } catch (error) {
      this.#onProblem(error);
      this.#stream.end();
    }
    this.#reading = false;
    for (const held of this.#held.splice(0)) this.#stream.write(held);
    if (this.#ready) return;
    this.#ready = true;
    this.#stream.write(frame({ event: "ready", data: JSON.stringify({ position: this.#position }) }));
  }

  /** What came through the feed. */
  take(batch: Batch): void {
    if (this.#reading) this.#stale = true;
    else if (this.#position === undefined || this.#position < batch.last) {
      this.#stream.write(batch.after(this.#position ?? 0, this.role));
      this.#position = batch.last;
    }
  }

  /** What has no position; after what is being read. */
  add(frames: string): void {
    if (this.#reading) this.#held.push(frames);
    else this.#stream.write(frames);
  }

  /** At once: for `read`, which sends no more at once than may be left unread. Resolves when there is room for more. */
  async send(frames: string): Promise<void> {
    this.#stream.write(frames);
    await this.#stream.drained();
  }
}
