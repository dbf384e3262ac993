/** Steps a chart as `transition()` does, and tells which transitions were taken; one scope serves all steps. */
import { type AnyStateMachine, createActor, type EventObject } from "xstate";
import { transitionId, type WrittenTransition } from "#src/inspect/transition-id.ts";
import { effectsOf, type RawAction } from "#src/rules/effect.ts";
import { type CallSnapshot, type CallStep, moverOf } from "#src/rules/step.ts";

export interface PureStep extends CallStep {
  /** Ids of the transitions that were taken, in order. */
  taken: readonly string[];
}

export interface Stepper {
  start(): PureStep;
  step(before: CallSnapshot, event: EventObject): PureStep;
}

/** `transition()` makes an actor for every step, which takes twice as long as the step. */
/** No step of a sound chart takes so many transitions. */
const endless = 200;

export function stepper(machine: AnyStateMachine, input: unknown): Stepper {
  const self = createActor(machine, { input } as never);
  let actions: RawAction[] = [];
  let taken: WrittenTransition[] = [];
  self.system.inspect((seen) => {
    if (seen.type === "@xstate.microstep") taken.push(...seen._transitions);
    if (taken.length > endless) throw new Error("the chart takes transitions without end");
  });
  const scope = {
    self,
    id: "",
    sessionId: "",
    system: self.system,
    logger: () => {},
    defer: () => {},
    stopChild: () => {},
    emit: () => {},
    actionExecutor: (action: RawAction) => void actions.push(action),
  } as never;
  const collect = (event: EventObject, before: CallSnapshot | undefined, make: () => unknown): PureStep => {
    actions = [];
    taken = [];
    const after = make() as CallSnapshot;
    if (after.status === "error") throw after.error;
    return {
      event,
      before,
      after,
      effects: effectsOf(actions),
      movers: taken.map(moverOf),
      taken: taken.map(transitionId),
    };
  };
  return {
    start: () => collect({ type: "xstate.init" }, undefined, () => machine.getInitialSnapshot(scope, input)),
    step: (before, event) => collect(event, before, () => machine.transition(before, event, scope)),
  };
}
