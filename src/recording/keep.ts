/** What is done to recordings later: they are erased, removed when their time is over, and put under another key. */
import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeyRing } from "./key-ring.ts";
import { ownKey, rewrapped } from "./note.ts";
import { type Kept, listRecordings, namesIn } from "./recordings-folder.ts";

const dayMs = 86_400_000;

/** The key goes first: whatever happens then, the audio cannot be opened any more. */
export function eraseRecording({ paths }: Pick<Kept, "paths">): void {
  rmSync(paths.note, { force: true });
  rmSync(paths.audio, { force: true });
}

/**
 * Removes what its own note, or the workspace's present `recordingDays`, says is too old; and what is left of a recording
 * whose other half is gone for a day. Returns the notes of the recordings that were removed.
 */
export function pruneRecordings(
  folder: string,
  daysOf: ReadonlyMap<string, number>,
  now: number,
): Kept["note"][] {
  const unreadable = new Set<string>();
  const removed = listRecordings(folder, (path) => unreadable.add(path)).filter((kept) => {
    const { removeAt, startedAt, workspaceId } = kept.note;
    const days = daysOf.get(workspaceId) ?? Number.POSITIVE_INFINITY;
    if (now < Date.parse(removeAt) && now < Date.parse(startedAt) + days * dayMs) return false;
    eraseRecording(kept);
    return true;
  });
  for (const workspaceId of namesIn(folder)) {
    const own = join(folder, workspaceId);
    const names = new Set(namesIn(own));
    for (const name of names) {
      const path = join(own, name);
      const useless =
        unreadable.has(path) || name.endsWith(".new") || !names.has(name.replace(/\.audio$/, ".json"));
      if (useless && now - statSync(path).mtimeMs > dayMs) rmSync(path, { force: true });
    }
  }
  return removed.map(({ note }) => note);
}

export interface Rotated {
  rewrapped: number;
  /** Under the first key before. */
  already: number;
  /** Why the others were left as they are, a sentence each. */
  failures: string[];
}

/** Wraps every recording's key by the ring's first key; audio is not touched. */
export function rotateKeys(folder: string, ring: KeyRing): Rotated {
  const [first] = ring;
  const result: Rotated = { rewrapped: 0, already: 0, failures: [] };
  if (first === undefined) return result;
  for (const { note, paths } of listRecordings(folder, () => {})) {
    if (note.keyId === first.id) {
      result.already++;
      continue;
    }
    try {
      const aside = `${paths.note.slice(0, -".json".length)}.new`;
      writeFileSync(aside, JSON.stringify(rewrapped(note, ownKey(note, ring), first)), {
        mode: 0o600,
        flush: true,
      });
      renameSync(aside, paths.note);
      result.rewrapped++;
    } catch (error) {
      result.failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return result;
}
