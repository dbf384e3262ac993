/** Writes a recording, encrypted, while the call goes on: what does not fit on the disk costs the recording, never the call. */
import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { chunkSealer } from "./chunks.ts";
import type { MasterKey } from "./key-ring.ts";
import { writeNote } from "./note.ts";
import { pathsOf } from "./recordings-folder.ts";

/** Ten seconds waiting for the disk: it is too slow, and the recording stops. */
const mostWaitingBytes = 640_000;
const dayMs = 86_400_000;

export interface RecordingFile {
  append(audio: Buffer): void;
  /** Writes what is left, marked as the end. Resolves when it is on the disk, or cannot be; the second time does nothing. */
  close(rest: Buffer): Promise<void>;
}

export interface NewRecording {
  folder: string;
  /** The call's; becomes the files' name. */
  id: string;
  sessionId: string;
  workspaceId: string;
  /** Kept so long. */
  days: number;
  key: MasterKey;
  /** Told once, in words without speech; nothing more is taken afterwards. */
  onProblem: (reason: string) => void;
}

/** Returns at once; never throws. */
export function openRecordingFile(recording: NewRecording): RecordingFile {
  const { folder, id, sessionId, workspaceId, days, key, onProblem } = recording;
  const own = randomBytes(32);
  const seal = chunkSealer(own, id);
  const now = Date.now();
  const note = writeNote(
    {
      id,
      sessionId,
      workspaceId,
      startedAt: new Date(now).toISOString(),
      removeAt: new Date(now + days * dayMs).toISOString(),
    },
    own,
    key,
  );
  const paths = pathsOf(folder, recording);
  let file: FileHandle | undefined;
  let waitingBytes = 0;
  let stopped = false;
  let broken = false;
  let closed: Promise<void> | undefined;

  const stop = (reason: string): void => {
    if (!stopped) onProblem(`recording: ${reason}; the call goes on without it`);
    stopped = true;
  };
  const fail = (error: unknown): void => {
    stop(codeOf(error));
    broken = true;
  };
  let work = create().catch(fail);
  const write = (sealed: Buffer): void => {
    waitingBytes += sealed.length;
    work = work
      .then(async () => {
        if (!broken) await file?.appendFile(sealed);
        waitingBytes -= sealed.length;
      })
      .catch(fail);
  };
  return {
    append(audio) {
      if (stopped || closed !== undefined) return;
      if (waitingBytes > mostWaitingBytes) return stop("the disk is too slow");
      write(seal(audio, false));
    },
    close(rest) {
      closed ??= end(rest);
      return closed;
    },
  };

  /** The key first: audio without it is of no use to anybody. */
  async function create(): Promise<void> {
    await mkdir(dirname(paths.note), { recursive: true, mode: 0o700 });
    await writeFile(paths.note, JSON.stringify(note), { mode: 0o600, flush: true });
    file = await open(paths.audio, "a", 0o600);
  }

  async function end(rest: Buffer): Promise<void> {
    if (!stopped) write(seal(rest, true));
    await work;
    await file?.close().catch(fail);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error ? ("code" in error ? String(error.code) : error.name) : typeof error;
