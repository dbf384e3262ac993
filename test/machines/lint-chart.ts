/** What the compiler does not see in a chart: names that nothing stands behind, and what a reader would miss. */
import type { AnyStateMachine, AnyStateNode } from "xstate";

export function lintChart(machine: AnyStateMachine): string[] {
  const known = machine.implementations;
  const found: string[] = [];
  const nodes = allNodes(machine.root);
  for (const node of nodes) {
    const complain = (what: string) => found.push(`${node.id}: ${what}`);
    const transitions = [...node.transitions.values()].flat().concat(node.always ?? []);
    if (!node.description) complain("has no description");
    for (const action of [...node.entry, ...node.exit, ...transitions.flatMap((one) => one.actions)])
      for (const problem of problemsOf("action", action, known.actions)) complain(problem);
    for (const { guard } of transitions)
      if (guard !== undefined)
        for (const problem of problemsOf("guard", guard, known.guards)) complain(problem);
    for (const delay of Object.keys(node.config.after ?? {}))
      if (!(delay in known.delays)) complain(`unknown or unnamed delay '${delay}'`);
    for (const { src } of node.invoke)
      if (typeof src !== "string") complain("inline actor");
      else if (!(src in known.actors)) complain(`unknown actor '${src}'`);
    if (node.type === "compound" && node.config.initial === undefined) complain("has no initial state");
  }
  return [...found, ...unused(machine, nodes)];
}

/** Names in `setup()` that the chart does not use, and so nobody reads. */
function unused(machine: AnyStateMachine, nodes: readonly AnyStateNode[]): string[] {
  const written = nodes.flatMap((node) => {
    const transitions = [...node.transitions.values()].flat().concat(node.always ?? []);
    const actions = [...node.entry, ...node.exit, ...transitions.flatMap((one) => one.actions)];
    const guards = transitions.flatMap(({ guard }) => (guard === undefined ? [] : [guard]));
    return [
      ...actions,
      ...guards,
      ...Object.keys(node.config.after ?? {}),
      ...node.invoke.map(({ src }) => src),
    ].map(nameOf);
  });
  const { actions, guards, delays, actors } = machine.implementations;
  return Object.entries({ actions, guards, delays, actors }).flatMap(([kind, known]) =>
    Object.keys(known)
      .filter((name) => !written.includes(name))
      .map((name) => `nothing uses '${name}' of ${kind}`),
  );
}

const nameOf = (used: unknown): unknown =>
  typeof used === "object" && used !== null && "type" in used ? used.type : used;

export function allNodes(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(allNodes)];
}

/** XState's own: timers of `after`, which bear names of their own. */
const builtIn = (name: string) => name.startsWith("xstate.");

function problemsOf(kind: string, used: unknown, known: Record<string, unknown>): string[] {
  if (typeof used === "function")
    return "resolve" in used || "check" in used ? unnamedBuiltIn(kind, used) : [`inline ${kind}`];
  const name = typeof used === "string" ? used : (used as { type?: unknown }).type;
  if (typeof name !== "string") return [`${kind} without a name`];
  return builtIn(name) || name in known ? [] : [`unknown ${kind} '${name}'`];
}

/** `after` is compiled into a raise and a cancel; any other built-in action written into a state is inline. */
function unnamedBuiltIn(kind: string, used: object): string[] {
  const { type, event, sendId } = used as { type?: string; event?: { type?: string }; sendId?: string };
  const isTimer =
    (type === "xstate.raise" && event?.type?.startsWith("xstate.after.") === true) ||
    (type === "xstate.cancel" && sendId?.startsWith("xstate.after.") === true);
  return isTimer ? [] : [`inline ${kind} '${type ?? "?"}'`];
}
