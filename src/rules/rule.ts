/** What must hold in every call. A rule is a small automaton over steps: tests lead it through whole graphs, a monitor along a call. */
import type { CallStep } from "./step.ts";

/** Plain data: two equal memories are written as the same JSON. */
export type Memory =
  | string
  | number
  | boolean
  | null
  | readonly Memory[]
  | { readonly [key: string]: Memory };

export interface Rule<M extends Memory = Memory> {
  /** A sentence that is false when the rule is broken. */
  name: string;
  start: M;
  /** The memory after this step, or what the step did wrong. */
  next(memory: M, step: CallStep): M | Broken;
}

export class Broken {
  /** Names states, events and effects; bears no speech. */
  readonly because: string;
  constructor(because: string) {
    this.because = because;
  }
}

/** A rule without a memory: every step is judged by itself. */
export const everyStep = (name: string, judge: (step: CallStep) => string | undefined): Rule => ({
  name,
  start: null,
  next: (memory, step) => {
    const because = judge(step);
    return because === undefined ? memory : new Broken(because);
  },
});

/** Keeps the memory's type to the rule. */
export const ruleWith = <M extends Memory>(rule: Rule<M>): Rule => rule;
