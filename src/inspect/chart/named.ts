/** What a chart only names: actions and guards, with the parameters that are written beside the name. */
export interface Named {
  type: string;
  /** Absent, too, where they are reckoned when the transition is taken. */
  params?: Record<string, unknown>;
}

/** Without the timers into which XState translates `after`. */
export function namesOf(used: readonly unknown[]): Named[] {
  return used.filter((one) => !isTimer(one)).map(nameOf);
}

export function nameOf(used: unknown): Named {
  if (typeof used === "string") return { type: used };
  const { type, name, params } = used as { type?: string; name?: string; params?: unknown };
  return {
    type: type ?? name ?? "unnamed",
    ...(typeof params === "object" && params !== null ? { params: { ...params } } : {}),
  };
}

/** Such as `expect yesNo`. */
export function say({ type, params = {} }: Named): string {
  return [
    type,
    ...Object.values(params).map((value) => (typeof value === "string" ? value : JSON.stringify(value))),
  ].join(" ");
}

function isTimer(used: unknown): boolean {
  const { type, event, sendId } = used as { type?: string; event?: { type?: string }; sendId?: string };
  if (type === "xstate.raise") return event?.type?.startsWith("xstate.after.") === true;
  return type === "xstate.cancel" && sendId?.startsWith("xstate.after.") === true;
}
