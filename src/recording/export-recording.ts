/** A recording as a WAV file that anybody can listen to. */
import { closeSync, openSync, writeSync } from "node:fs";
import { bytesPerSecond, wavHeader, wavHeaderBytes } from "./audio-format.ts";
import { openChunks } from "./chunks.ts";
import type { KeyRing } from "./key-ring.ts";
import { ownKey } from "./note.ts";
import { RecordingError } from "./recording-error.ts";
import type { Kept } from "./recordings-folder.ts";

export interface Exported {
  seconds: number;
  /** The call's process did not get to write the end. */
  cutOff: boolean;
}

/** 16-bit stereo at 16 kHz: caller left, agent right. Throws `RecordingError`; what is wrong is never written as if right. */
export function exportRecording({ note, paths }: Kept, ring: KeyRing, to: string): Exported {
  const key = ownKey(note, ring);
  const audio = opened(paths.audio, "r", note.id, "the audio is gone, so erase what is left");
  try {
    const wav = opened(to, "wx", note.id, "give --to a new file in a folder that exists");
    try {
      let bytes = 0;
      writeSync(wav, wavHeader(0));
      const chunks = openChunks(audio, key, note.id);
      let step = chunks.next();
      for (; step.done !== true; step = chunks.next()) {
        writeSync(wav, step.value);
        bytes += step.value.length;
      }
      writeSync(wav, wavHeader(bytes), 0, wavHeaderBytes, 0);
      const seconds = bytes / bytesPerSecond;
      if (step.value === "damaged")
        throw new RecordingError(
          note.id,
          `its audio was changed after ${seconds.toFixed(1)} s`,
          `take another copy; what comes before is in ${to}`,
        );
      return { seconds, cutOff: step.value === "cut off" };
    } finally {
      closeSync(wav);
    }
  } finally {
    closeSync(audio);
  }
}

function opened(path: string, flags: "r" | "wx", id: string, remedy: string): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "an error";
    throw new RecordingError(id, `${path} cannot be ${flags === "r" ? "read" : "written"} (${code})`, remedy);
  }
}
