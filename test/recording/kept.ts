/** Recordings in a folder of their own, a second of sound a chunk. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesPerSecond } from "#src/recording/audio-format.ts";
import type { MasterKey } from "#src/recording/key-ring.ts";
import { openRecordingFile } from "#src/recording/recording-file.ts";
import { findRecording, type Kept } from "#src/recording/recordings-folder.ts";

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "ema-recordings-"));
export const second = (value: number): Buffer => Buffer.alloc(bytesPerSecond, value);

export const about = (folder: string, key: MasterKey, id = "call-1") => ({
  folder,
  id,
  sessionId: `room-${id}`,
  workspaceId: "test-homes",
  days: 30,
  key,
  onProblem: (reason: string) => {
    throw new Error(reason);
  },
});

/** Three and a half seconds. */
export async function record(folder: string, key: MasterKey, id?: string): Promise<Kept> {
  const recording = about(folder, key, id);
  const file = openRecordingFile(recording);
  for (const value of [1, 2, 3]) file.append(second(value));
  await file.close(second(4).subarray(0, bytesPerSecond / 2));
  return findRecording(folder, recording.id);
}
