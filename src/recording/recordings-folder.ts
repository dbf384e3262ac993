/** Where recordings lie, a folder a workspace: of each, a note with its key, and its encrypted audio. */
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { bytesPerSecond } from "./audio-format.ts";
import { chunkOverhead } from "./chunks.ts";
import { type Note, noteSchema } from "./note.ts";
import { RecordingError } from "./recording-error.ts";

export interface Paths {
  note: string;
  audio: string;
}

export interface Kept {
  note: Note;
  paths: Paths;
}

export const pathsOf = (folder: string, { id, workspaceId }: Pick<Note, "id" | "workspaceId">): Paths => ({
  note: join(folder, workspaceId, `${id}.json`),
  audio: join(folder, workspaceId, `${id}.audio`),
});

/** All that are there, oldest first; `onUnreadable` is given the path of a note that is none. */
export function listRecordings(folder: string, onUnreadable: (path: string) => void): Kept[] {
  const kept = namesIn(folder).flatMap((workspaceId) =>
    namesIn(join(folder, workspaceId))
      .filter((name) => name.endsWith(".json"))
      .flatMap((name): Kept[] => {
        const id = name.slice(0, -".json".length);
        const kept = readRecording(folder, { workspaceId, id });
        if (kept === undefined) onUnreadable(pathsOf(folder, { workspaceId, id }).note);
        return kept === undefined ? [] : [kept];
      }),
  );
  return kept.sort((one, other) => one.note.startedAt.localeCompare(other.note.startedAt));
}

/** Undefined when there is none, or its note is none. */
export function readRecording(folder: string, of: Pick<Note, "id" | "workspaceId">): Kept | undefined {
  const paths = pathsOf(folder, of);
  const note = readNote(paths.note);
  return note && { note, paths };
}

/** Throws `RecordingError` when there is none. */
export function findRecording(folder: string, id: string): Kept {
  const found = listRecordings(folder, () => {}).find(({ note }) => note.id === id);
  if (found !== undefined) return found;
  throw new RecordingError(id, `there is no such recording in ${folder}`, "give an id as the list shows it");
}

/** Reckoned from the chunks' lengths, without a key; 0 when there is no audio. */
export function secondsOf({ audio }: Paths): number {
  let file: number;
  try {
    file = openSync(audio, "r");
  } catch {
    return 0;
  }
  try {
    const { size } = fstatSync(file);
    const length = Buffer.alloc(4);
    let bytes = 0;
    for (let at = 0; readSync(file, length, 0, 4, at) === 4;) {
      const chunk = length.readUInt32LE();
      at += 4 + chunk;
      if (at > size) break;
      bytes += chunk + 4 - chunkOverhead;
    }
    return bytes / bytesPerSecond;
  } finally {
    closeSync(file);
  }
}

/** Of a folder, or nothing when it is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code)))
      return [];
    throw error;
  }
}

function readNote(path: string): Note | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}
