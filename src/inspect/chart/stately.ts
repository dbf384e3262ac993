/** A machine as the configuration that Stately's editor imports, and that `createMachine` takes. */
import type { ChartModel, ChartNode } from "./model.ts";
import type { ChartTransition } from "./trigger.ts";

type Json = Record<string, unknown>;

export function statelyConfig({ root, transitions }: ChartModel): Json {
  const config = (node: ChartNode): Json => {
    const own = transitions.filter(({ source }) => source === node.id);
    const by = (kind: ChartTransition["kind"], key: (one: ChartTransition) => string) =>
      grouped(
        own.filter((one) => one.kind === kind),
        key,
      );
    const ended = own.filter(({ kind, actor }) => kind === "done" && actor === undefined);
    return filled({
      id: node === root || node.id !== node.path ? node.id : undefined,
      description: node.description,
      type: node.type === "atomic" || node.type === "compound" ? undefined : node.type,
      tags: node.tags,
      meta: node.meta,
      initial: node.children.find(({ id }) => id === node.initial)?.key,
      entry: node.entry,
      exit: node.exit,
      invoke: node.invoke.map(({ id, src }) =>
        filled({
          id,
          src,
          onDone: own.filter(({ kind, actor }) => kind === "done" && actor === id).map(transition),
          onError: own.filter(({ kind, actor }) => kind === "error" && actor === id).map(transition),
        }),
      ),
      on: by("event", ({ event }) => event),
      after: by("after", ({ delay }) => delay?.name ?? ""),
      always: own.filter(({ kind }) => kind === "always").map(transition),
      onDone: ended.map(transition),
      states: Object.fromEntries(node.children.map((child) => [child.key, config(child)])),
    });
  };
  return config(root);
}

const transition = ({ targets, guard, actions, reenter, description }: ChartTransition): Json =>
  filled({
    target: targets.map((id) => `#${id}`),
    guard,
    actions,
    reenter: reenter || undefined,
    description,
  });

function grouped(list: readonly ChartTransition[], key: (one: ChartTransition) => string): Json {
  return Object.fromEntries(
    Object.entries(Object.groupBy(list, key)).map(([name, same = []]) => [name, same.map(transition)]),
  );
}

/** Without what says nothing. */
function filled(json: Json): Json {
  return Object.fromEntries(
    Object.entries(json).filter(
      ([, value]) =>
        value !== undefined && (typeof value !== "object" || Object.keys(value ?? {}).length > 0),
    ),
  );
}
