/** What the caller notices of the call: whose turn it is, and how much the agent has said. */
import type { Stage } from "#machines/call/types.ts";
import type { CallHandle } from "#src/call/handle.ts";
import type { CallerLine } from "./caller-line.ts";
import { chartNames, isIn } from "./chart-names.ts";

/** A person thinks for about this long before answering. */
const thinkMs = 350;

interface Waiting {
  check: () => boolean;
  giveUp: () => void;
}

/** Looks about once in every frame of the line (20 ms), until the call is over. */
export class Floor {
  readonly #handle: CallHandle;
  readonly #line: CallerLine;
  readonly #waiting = new Set<Waiting>();
  readonly #leave: readonly (() => void)[];
  #leaves: readonly string[];
  #stage: Stage;
  #heardBefore = 0;
  #openSince: number | undefined;
  #over = false;

  constructor(handle: CallHandle, line: CallerLine) {
    this.#handle = handle;
    this.#line = line;
    const { states, stage } = handle.view();
    this.#leaves = states;
    this.#stage = stage;
    const unobserve = handle.observe((entry) => {
      if (entry.kind !== "states") return;
      this.#leaves = entry.leaves;
      this.#stage = entry.stage;
    });
    this.#leave = [unobserve, line.subscribe(() => this.#look())];
  }

  get handle(): CallHandle {
    return this.#handle;
  }

  get stage(): Stage {
    return this.#stage;
  }

  get over(): boolean {
    return this.#over;
  }

  /** The agent has spoken, is quiet, waits for the caller, and the caller has thought about it. */
  isMyTurn(): boolean {
    return this.#openSince !== undefined && this.#line.now() - this.#openSince >= thinkMs;
  }

  /** Milliseconds of the agent's audible speech since the caller last spoke. */
  heardMs(): number {
    return this.#line.agentAudibleMs() - this.#heardBefore;
  }

  /** The caller has spoken: from now on, an answer is due. */
  yield(): void {
    this.#heardBefore = this.#line.agentAudibleMs();
    this.#openSince = undefined;
  }

  /** Waits for the first defined answer; undefined when the call is over before. */
  until<T>(ask: () => T | undefined): Promise<T | undefined> {
    return new Promise((resolve) => {
      if (this.#over) return resolve(undefined);
      const check = (): boolean => {
        const answer = ask();
        if (answer === undefined) return false;
        resolve(answer);
        return true;
      };
      if (!check()) this.#waiting.add({ check, giveUp: () => resolve(undefined) });
    });
  }

  /** The call is over: whoever waits gives up. */
  close(): void {
    this.#over = true;
    for (const leave of this.#leave) leave();
    for (const { giveUp } of this.#waiting) giveUp();
    this.#waiting.clear();
  }

  #look(): void {
    const now = this.#line.now();
    const open =
      isIn(this.#leaves, chartNames.callersTurn) &&
      this.heardMs() > 0 &&
      this.#line.agentLastAudibleAt() <= now;
    this.#openSince = open ? (this.#openSince ?? now) : undefined;
    for (const waiting of this.#waiting) if (waiting.check()) this.#waiting.delete(waiting);
  }
}
