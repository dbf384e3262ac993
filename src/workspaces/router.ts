import type { Pack } from "./pack.ts";

/**
 * Finds the workspace that answers a number. `dialled` is the number that was called, E.164, exactly as in
 * `phoneNumbers`. `undefined` means that no workspace answers it: the caller of this function decides what then,
 * since to guess a workspace would send one landlord's plumber to another's tenant.
 */
export type Router = (dialled: string) => Pack | undefined;

/** `packs` come from `loadPacks`, which has seen to it that no two of them share a number. */
export function createRouter(packs: readonly Pack[]): Router {
  const byNumber = new Map(
    packs.flatMap((pack) => pack.workspace.phoneNumbers.map((number) => [number, pack] as const)),
  );
  return (dialled) => byNumber.get(dialled);
}
