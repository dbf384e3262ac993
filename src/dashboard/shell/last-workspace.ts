import type { Me } from "#src/api/answers.ts";

const key = "ema-workspace";

/** The workspace that was open last in this browser, as long as it may still be seen. */
export function lastWorkspace({ workspaces }: Me): string {
  const last = localStorage.getItem(key);
  return (workspaces.find(({ id }) => id === last) ?? workspaces[0])?.id ?? "";
}

export const rememberWorkspace = (id: string): void => localStorage.setItem(key, id);
