/** Recordings of calls: whose workspace asks for them, under which keys they lie where, and for how long. */
import { createSecretKey } from "node:crypto";
import type { AudioSink, AudioSource, Clock } from "#src/call/ports.ts";
import type { Settings } from "#src/config/settings.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { pruneRecordings } from "#src/recording/keep.ts";
import type { KeyRing } from "#src/recording/key-ring.ts";
import { createRecorder, type Recorder } from "#src/recording/recorder.ts";
import { openRecordingFile } from "#src/recording/recording-file.ts";
import type { Pack, Workspace } from "#src/workspaces/pack.ts";

type Keys = Settings["recordingKeys"];

export interface RecordingsPlace {
  folder: string;
  keys: Keys;
}

interface OfCall extends RecordingsPlace {
  id: string;
  sessionId: string;
  audioIn: AudioSource;
  audioOut: AudioSink;
  clock: Clock;
  onProblem: (reason: string) => void;
}

/** Does nothing but pass the agent's voice on, until the chart says that the caller agreed. */
export function callRecorder(
  { workspace }: Pack,
  { id, sessionId, folder, keys, audioIn, audioOut, clock, onProblem }: OfCall,
): Recorder {
  const [key] = keyRing(keys);
  return createRecorder({
    audioIn,
    audioOut,
    clock,
    open() {
      if (key !== undefined)
        return openRecordingFile({
          folder,
          id,
          sessionId,
          workspaceId: workspace.id,
          days: workspace.settings.recordingDays,
          key,
          onProblem,
        });
      onProblem("recording: EMA_RECORDING_KEYS is missing; the call goes on without it");
      return { append: () => {}, close: async () => {} };
    },
  });
}

export const keyRing = (keys: Keys): KeyRing =>
  keys.map(({ id, key }) => ({ id, key: createSecretKey(key.reveal(), "base64") }));

/** Throws `SettingsError` when a workspace asks for recording and there is no key. */
export function checkRecordingKeys(workspaces: readonly Workspace[], keys: Keys): void {
  const asking = workspaces.find(({ settings }) => settings.recording === "ask");
  if (asking !== undefined && keys.length === 0)
    throw new SettingsError(
      "EMA_RECORDING_KEYS",
      `missing, and workspace ${asking.id} asks for recording`,
      "set a name, a colon and the output of `openssl rand -base64 32`",
    );
}

/** Removes recordings whose time is over. Failures are told, never thrown. */
export function removeOldRecordings(
  folder: string,
  workspaces: readonly Workspace[],
  now: number,
  onProblem: (reason: string) => void,
): void {
  try {
    pruneRecordings(folder, daysOf(workspaces), now);
  } catch (error) {
    onProblem(`old recordings: ${error instanceof Error ? error.name : typeof error}`);
  }
}

export const daysOf = (workspaces: readonly Workspace[]): ReadonlyMap<string, number> =>
  new Map(workspaces.map(({ id, settings }) => [id, settings.recordingDays]));
