/** `npm run -s recordings`: lists the recordings of this machine, exports and erases one, and sees to keys and retention. */
import { parseArgs } from "node:util";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";
import { exportRecording } from "#src/recording/export-recording.ts";
import { eraseRecording, pruneRecordings, rotateKeys } from "#src/recording/keep.ts";
import type { KeyRing } from "#src/recording/key-ring.ts";
import { RecordingError } from "#src/recording/recording-error.ts";
import { findRecording, type Kept, listRecordings, secondsOf } from "#src/recording/recordings-folder.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { daysOf, keyRing } from "./call-recordings.ts";
import { dataFiles } from "./worker-parts.ts";

const usage = `Usage: npm run -s recordings -- [--export ID --to FILE.wav | --erase ID | --rotate | --prune]

  (nothing)               lists what is there: id, workspace, session, start, length, key
  --export ID --to FILE   decrypts one into a stereo WAV: caller left, agent right
  --erase ID              removes one, and prints a receipt
  --rotate                wraps every recording's key by the first key of EMA_RECORDING_KEYS
  --prune                 removes those whose time is over, as the worker does each hour

Exit codes: 0 done, 1 some could not be done, 2 an option, a key or a recording is wrong.
`;
const unusable = 2;

try {
  process.exitCode = await main();
} catch (error) {
  const expected =
    error instanceof RecordingError || error instanceof SettingsError || error instanceof PackError;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = unusable;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return unusable;
  const settings = readSettings(undefined, { mode: "keyless" });
  const folder = dataFiles(settings).recordings;
  const ring = keyRing(settings.recordingKeys);
  if (options.export !== undefined) return exported(findRecording(folder, options.export), ring, options.to);
  if (options.erase !== undefined) return erased(findRecording(folder, options.erase));
  if (options.rotate) return rotated(folder, ring);
  if (options.prune) {
    // Takes as long to load as everything else together.
    const { loadPacks } = await import("#src/workspaces/load-pack.ts");
    const workspaces = loadPacks(settings.promptsDir).map(({ workspace }) => workspace);
    const removed = pruneRecordings(folder, daysOf(workspaces), Date.now());
    for (const { id, workspaceId, startedAt } of removed)
      print(`removed ${id}: workspace ${workspaceId}, started ${startedAt}`);
    print(`${removed.length} removed`);
    return 0;
  }
  return listed(folder);
}

function listed(folder: string): number {
  let unreadable = 0;
  const kept = listRecordings(folder, (path) => {
    unreadable++;
    process.stderr.write(`${path}: it is no recording's note; restore it from a copy, or remove it.\n`);
  });
  for (const one of kept) print(described(one));
  print(`${kept.length} recordings`);
  return unreadable === 0 ? 0 : 1;
}

function exported(kept: Kept, ring: KeyRing, to = ""): number {
  const { seconds, cutOff } = exportRecording(kept, ring, to);
  print(`${to}: ${seconds.toFixed(1)} s, caller left, agent right`);
  if (cutOff) process.stderr.write(`${kept.note.id}: its end is missing; all up to there was recorded.\n`);
  return 0;
}

/** The line is the receipt: what was erased, and when. */
function erased(kept: Kept): number {
  const what = described(kept);
  eraseRecording(kept);
  print(`erased at ${new Date().toISOString()}, key and audio: ${what}`);
  return 0;
}

function rotated(folder: string, ring: KeyRing): number {
  const [first] = ring;
  if (first === undefined)
    throw new SettingsError("EMA_RECORDING_KEYS", "missing", "set the new key, and the old ones after it");
  const { rewrapped, already, failures } = rotateKeys(folder, ring);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  print(`${rewrapped} now under ${first.id}, ${already} were, ${failures.length} left as they are`);
  return failures.length === 0 ? 0 : 1;
}

function described({ note, paths }: Kept): string {
  const { id, workspaceId, sessionId, startedAt, keyId } = note;
  return `${id}: workspace ${workspaceId}, session ${sessionId}, started ${startedAt}, ${secondsOf(paths).toFixed(1)} s, key ${keyId}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        export: { type: "string" },
        to: { type: "string" },
        erase: { type: "string" },
        rotate: { type: "boolean", default: false },
        prune: { type: "boolean", default: false },
      },
    });
    const { export: id, to, erase, rotate, prune } = values;
    if ([id !== undefined, erase !== undefined, rotate, prune].filter(Boolean).length > 1)
      throw new Error("Give one of --export, --erase, --rotate and --prune.");
    if ((id === undefined) !== (to === undefined)) throw new Error("--export ID and --to FILE go together.");
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
