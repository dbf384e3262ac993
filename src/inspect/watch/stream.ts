/** One call's stream: attached to the call while somebody watches, and only then. */
import type { AnyActorRef, InspectionEvent } from "xstate";
import type { WatchMessage } from "./message.ts";
import { Stately } from "./stately.ts";
import { Steps } from "./steps.ts";

/** What may wait for the next flush; more is dropped, so that a flood costs no memory. */
const bufferLimit = 4096;

export type Watcher = (lines: string) => void;
type Untimed = WatchMessage extends infer One
  ? One extends WatchMessage
    ? Omit<One, "seq" | "at">
    : never
  : never;

interface Told {
  at: number;
  event: InspectionEvent;
}

/** Calls `onProblem` with what went wrong inside; nothing is thrown into the call. */
export class CallStream {
  readonly #actor: AnyActorRef;
  readonly #onProblem: (reason: string) => void;
  readonly #begun = performance.now();
  readonly #watchers = new Set<Watcher>();
  readonly #steps: Steps;
  readonly #stately: Stately;
  #buffer: Told[] = [];
  #dropped = 0;
  #seq = 0;
  #scheduled = false;
  #detach: (() => void) | undefined;
  #outcome: string | undefined;

  constructor(actor: AnyActorRef, onProblem: (reason: string) => void) {
    this.#actor = actor;
    this.#onProblem = onProblem;
    this.#steps = new Steps(actor);
    this.#stately = new Stately(actor);
  }

  /** The present state at once, then everything; returns how to leave. */
  join(watcher: Watcher): () => void {
    this.#guard(() => {
      this.#flush();
      if (this.#detach === undefined && this.#outcome === undefined) this.#attach();
      watcher(this.#opening());
    });
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#leave();
    };
  }

  /** The call is over: who watches is told, and the call is let go. */
  end(outcome: string): void {
    this.#outcome = outcome;
    if (this.#watchers.size > 0)
      this.#guard(() => {
        this.#flush();
        this.#send(this.#line(performance.now(), { kind: "ended", outcome }));
      });
    this.#leave();
  }

  #attach(): void {
    const subscription = this.#actor.system.inspect({
      next: (event) => {
        if (this.#buffer.length >= bufferLimit) this.#dropped += 1;
        else this.#buffer.push({ at: performance.now(), event });
        if (this.#scheduled) return;
        this.#scheduled = true;
        setImmediate(() => this.#guard(() => this.#flush()));
      },
    });
    this.#detach = () => subscription.unsubscribe();
  }

  #leave(): void {
    this.#guard(() => this.#detach?.());
    this.#detach = undefined;
    this.#buffer = [];
    this.#steps.reset();
  }

  /** Redacted and serialized once, however many watch. */
  #flush(): void {
    this.#scheduled = false;
    const told = this.#buffer;
    this.#buffer = [];
    let lines = "";
    for (const { at, event } of told) {
      const step = this.#steps.next(event);
      for (const stately of this.#stately.next(event))
        lines += this.#line(at, { kind: "stately", event: stately });
      if (step !== undefined) lines += this.#line(at, step);
    }
    if (this.#dropped > 0) {
      this.#steps.reset();
      this.#seq += this.#dropped;
      this.#dropped = 0;
    }
    if (lines !== "") this.#send(lines);
  }

  #send(lines: string): void {
    for (const watcher of this.#watchers) {
      try {
        watcher(lines);
      } catch {
        this.#watchers.delete(watcher);
      }
    }
  }

  /** What a late joiner needs: numbered so that the stream's next message follows without a gap. */
  #opening(): string {
    const opening: Untimed[] = [
      this.#steps.present("watch.began"),
      ...this.#stately.present().map((event) => ({ kind: "stately" as const, event })),
      ...(this.#outcome === undefined ? [] : [{ kind: "ended" as const, outcome: this.#outcome }]),
    ];
    this.#seq = Math.max(0, this.#seq - opening.length);
    const at = performance.now();
    return opening.map((message) => this.#line(at, message)).join("");
  }

  #line(at: number, message: Untimed): string {
    this.#seq += 1;
    return `${JSON.stringify({ seq: this.#seq, at: Math.round(at - this.#begun), ...message })}\n`;
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      try {
        this.#onProblem(`watching: ${error instanceof Error ? error.name : typeof error}`);
      } catch {
        // Whoever is told of problems must not hurt the call either.
      }
    }
  }
}
