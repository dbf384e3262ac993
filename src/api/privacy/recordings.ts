/** Recordings of this machine, as the API finds and reads them: by the call's session, decrypted as they are sent. */
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Run, RunDetail } from "#src/api/answers.ts";
import { bytesPerSecond, wavHeader, wavHeaderBytes } from "#src/recording/audio-format.ts";
import { openChunks } from "#src/recording/chunks.ts";
import { eraseRecording } from "#src/recording/keep.ts";
import type { KeyRing } from "#src/recording/key-ring.ts";
import { ownKey } from "#src/recording/note.ts";
import { RecordingError } from "#src/recording/recording-error.ts";
import { type Kept, namesIn, readRecording, secondsOf } from "#src/recording/recordings-folder.ts";
import { isSession } from "./erased-sessions.ts";

export interface RecordingsPlace {
  folder: string;
  ring: KeyRing;
}

export interface Sound {
  /** Of the whole WAV file. */
  bytes: number;
  /** From the byte `from` up to, and not with, the byte `to`. Throws where the audio is not what was recorded. */
  read: (from: number, to: number) => Generator<Buffer>;
}

export interface Recordings {
  /** What is kept of the call's recording on this machine; null when there is none. */
  of: (run: Pick<Run, "workspaceId" | "sessionId">) => RunDetail["recording"];
  /** Undefined when there is none. Throws `RecordingError` when its key is missing. */
  open: (run: Pick<Run, "workspaceId" | "sessionId">) => Sound | undefined;
  /** Resolves to how many there were. */
  erase: (run: Pick<Run, "workspaceId" | "sessionId">) => number;
}

export function findRecordings({ folder, ring }: RecordingsPlace): Recordings {
  /** By workspace and file: a note is written once, and its session never changes. */
  const sessions = new Map<string, string>();
  const find = ({ workspaceId, sessionId }: Pick<Run, "workspaceId" | "sessionId">): Kept[] => {
    // Nothing is looked for outside the folder, whatever the workspace is named.
    if (!namesIn(folder).includes(workspaceId)) return [];
    return namesIn(join(folder, workspaceId)).flatMap((name): Kept[] => {
      if (!name.endsWith(".json")) return [];
      const of = { workspaceId, id: name.slice(0, -".json".length) };
      const known = sessions.get(`${workspaceId}/${name}`);
      if (known !== undefined && !isSession(sessionId, workspaceId, known)) return [];
      const kept = readRecording(folder, of);
      if (kept === undefined) return [];
      sessions.set(`${workspaceId}/${name}`, kept.note.sessionId);
      const is =
        kept.note.workspaceId === workspaceId && isSession(sessionId, workspaceId, kept.note.sessionId);
      return is ? [kept] : [];
    });
  };
  return {
    of(run) {
      const [kept] = find(run);
      return kept === undefined
        ? null
        : { seconds: secondsOf(kept.paths), startedAt: precise(kept.note.startedAt) };
    },
    open(run) {
      const [kept] = find(run);
      return kept && soundOf(kept, ring);
    },
    erase(run) {
      const all = find(run);
      for (const kept of all) eraseRecording(kept);
      return all.length;
    },
  };
}

const precise = (time: string): string => new Date(time).toISOString();

function soundOf({ note, paths }: Kept, ring: KeyRing): Sound {
  const key = ownKey(note, ring);
  const audioBytes = Math.round(secondsOf(paths) * bytesPerSecond);
  return {
    bytes: wavHeaderBytes + audioBytes,
    *read(from, to) {
      const file = openSync(paths.audio, "r");
      try {
        let at = 0;
        for (const part of parts(file)) {
          const [first, last] = [Math.max(from - at, 0), Math.min(to - at, part.length)];
          if (first < last) yield part.subarray(first, last);
          at += part.length;
          if (at >= to) return;
        }
        throw new RecordingError(note.id, "its audio was changed", "take another copy");
      } finally {
        closeSync(file);
      }
    },
  };

  function* parts(file: number): Generator<Buffer> {
    yield wavHeader(audioBytes);
    yield* openChunks(file, key, note.id);
  }
}
