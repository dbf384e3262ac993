/** Charts that differ from the written one in one place: what a slip of an editor's hand would make of it. */
import { type AnyStateMachine, type AnyStateNode, createMachine, not } from "xstate";
import { allNodes } from "../lint-chart.ts";

export interface Mutant {
  /** Such as `drops call.live on 'call.hungUp' #0`. */
  name: string;
  /** The state in which it differs. */
  state: string;
  /** Builds it; throws when XState itself refuses it. */
  build(): AnyStateMachine;
}

type Config = Record<string, unknown>;
type Transitions = readonly Config[];

/** The places of a state's config where transitions are written. */
const places = ["on", "after", "always"] as const;

export function mutantsOf(machine: AnyStateMachine): Mutant[] {
  const nodes = allNodes(machine.root);
  return nodes.flatMap((node) => {
    const own = node.config as Config;
    const make = (name: string, change: (config: Config) => void): Mutant => ({
      name: `${name} in ${node.id}`,
      state: node.id,
      build: () => rebuilt(machine, node, change),
    });
    return [
      ...listsOf(own).flatMap((list) => transitionMutants(node, nodes, list, make)),
      ...(["entry", "exit"] as const).flatMap((when) =>
        actionsOf(own[when]).map((action, index) =>
          make(`leaves out ${action} at ${when}`, (config) => {
            config[when] = without(asList(config[when]), index);
          }),
        ),
      ),
      ...delayMutants(machine, own, make),
    ];
  });
}

interface List {
  /** Of the config: `on`, `after`, `always`, or an invoked actor's `onDone` and `onError`. */
  label: string;
  transitions: Transitions;
  /** Writes the list into a copy of the config. */
  write: (config: Config, transitions: Transitions) => void;
}

function listsOf(config: Config): List[] {
  const lists: List[] = [];
  for (const place of places) {
    const written = config[place];
    if (written === undefined) continue;
    if (place === "always")
      lists.push({
        label: "always",
        transitions: normal(written),
        write: (to, list) => (to["always"] = list),
      });
    else
      for (const [event, one] of Object.entries(written as Config))
        lists.push({
          label: event,
          transitions: normal(one),
          write: (to, list) => (to[place] = { ...(to[place] as Config), [event]: list }),
        });
  }
  const invoked = config["invoke"] as Config | undefined;
  for (const end of ["onDone", "onError"])
    if (invoked?.[end] !== undefined)
      lists.push({
        label: end,
        transitions: normal(invoked[end]),
        write: (to, list) => (to["invoke"] = { ...(to["invoke"] as Config), [end]: list }),
      });
  return lists;
}

type Make = (name: string, change: (config: Config) => void) => Mutant;

function transitionMutants(
  node: AnyStateNode,
  nodes: readonly AnyStateNode[],
  { label, transitions, write }: List,
  make: Make,
): Mutant[] {
  return transitions.flatMap((one, index) => {
    const at = `${label} #${index}`;
    const changed = (change: Config) => (config: Config) =>
      write(
        config,
        transitions.map((other, place) => (place === index ? { ...other, ...change } : other)),
      );
    return [
      make(`drops ${at}`, (config) => write(config, without(transitions, index))),
      ...(one["target"] === undefined
        ? []
        : [make(`retargets ${at}`, changed({ target: elsewhere(node, nodes, one) }))]),
      ...(one["guard"] === undefined
        ? []
        : [make(`negates the guard of ${at}`, changed({ guard: not(one["guard"] as never) }))]),
      ...actionsOf(one["actions"]).map((action, place) =>
        make(`leaves out ${action} of ${at}`, changed({ actions: without(asList(one["actions"]), place) })),
      ),
    ];
  });
}

/** A delay for another one, the shortest for any other and the longest for the shortest. */
function delayMutants(machine: AnyStateMachine, config: Config, make: Make): Mutant[] {
  const after = config["after"] as Config | undefined;
  return Object.keys(after ?? {}).map((delay) => {
    const other = delay === "FALSE_BARGE_IN" ? "SPEECH_LIMIT" : "FALSE_BARGE_IN";
    if (!(other in machine.implementations.delays)) throw new Error(`there is no delay ${other}`);
    return make(`swaps ${delay} for ${other}`, (to) => {
      const { [delay]: moved, ...rest } = to["after"] as Config;
      to["after"] = { ...rest, [other]: [...normal(rest[other] ?? []), ...normal(moved)] };
    });
  });
}

/** Another state of the same parent, or the state itself when it has no sibling. */
function elsewhere(node: AnyStateNode, nodes: readonly AnyStateNode[], one: Config): string {
  const target = [one["target"]].flat()[0] as string;
  const now = nodes.find(({ id }) => target === `#${id}`) ?? node.parent?.states[target];
  const siblings = Object.values((now ?? node).parent?.states ?? {});
  const other = siblings.find(({ id }) => id !== now?.id && id !== node.id) ?? node;
  return `#${other.id}`;
}

const asList = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value].flat());
const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, place) => place !== index);
const actionsOf = (value: unknown): string[] =>
  asList(value).map((action) => (typeof action === "string" ? action : (action as { type: string }).type));
const normal = (value: unknown): Transitions =>
  asList(value).map((one) => (typeof one === "string" ? { target: one } : (one as Config)));

function rebuilt(
  machine: AnyStateMachine,
  node: AnyStateNode,
  change: (config: Config) => void,
): AnyStateMachine {
  const copy = (config: Config, path: readonly string[]): Config => {
    const changed = { ...config };
    const [key, ...deeper] = path;
    if (key === undefined) change(changed);
    else {
      const states = config["states"] as Record<string, Config>;
      changed["states"] = { ...states, [key]: copy(states[key] ?? {}, deeper) };
    }
    return changed;
  };
  return createMachine(copy(machine.config as Config, node.path) as never).provide(
    machine.implementations as never,
  ) as AnyStateMachine;
}
