import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bytesPerSecond } from "#src/recording/audio-format.ts";
import { chunkOverhead } from "#src/recording/chunks.ts";
import { exportRecording } from "#src/recording/export-recording.ts";
import { openRecordingFile } from "#src/recording/recording-file.ts";
import { findRecording, type Kept, pathsOf, secondsOf } from "#src/recording/recordings-folder.ts";
import { base64Of, newKey } from "./keys.ts";
import { about, newFolder, record, second } from "./kept.ts";

const key = newKey("test");
const chunkBytes = bytesPerSecond + chunkOverhead;
const killed = fileURLToPath(new URL("killed.ts", import.meta.url));
let exports = 0;

function exported(kept: Kept, ring = [key]) {
  const to = join(newFolder(), `${++exports}.wav`);
  const result = exportRecording(kept, ring, to);
  return { ...result, runs: runsIn(readFileSync(to).subarray(44)) };
}

/** Value and length in seconds of each stretch of equal bytes. */
function runsIn(audio: Buffer): [value: number, seconds: number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < audio.length; at += bytesPerSecond) {
    const part = audio.subarray(at, at + bytesPerSecond);
    const value = part.readUInt8(0);
    if (!part.equals(Buffer.alloc(part.length, value))) throw new Error("a second of more than one value");
    runs.push([value, part.length / bytesPerSecond]);
  }
  return runs;
}

const seconds = (...values: number[]): [number, number][] => values.map((value) => [value, 1]);

it("what was recorded is what is exported, to the byte", async () => {
  const kept = await record(newFolder(), key);

  expect(exported(kept)).toEqual({
    seconds: 3.5,
    cutOff: false,
    runs: [...seconds(1, 2, 3), [4, 0.5]],
  });
  expect(secondsOf(kept.paths)).toBe(3.5);
  expect([statSync(kept.paths.note).mode & 0o777, statSync(kept.paths.audio).mode & 0o777]).toEqual([
    0o600, 0o600,
  ]);
});

it("an export never overwrites a file", async () => {
  const kept = await record(newFolder(), key);
  const there = join(newFolder(), "there.wav");
  writeFileSync(there, "");

  expect(() => exportRecording(kept, [key], there)).toThrow(
    `call-1: ${there} cannot be written (EEXIST); give --to a new file in a folder that exists.`,
  );
});

it("a process that is killed leaves what it had recorded until then", async () => {
  const folder = newFolder();
  const child = spawn(process.execPath, [killed, folder, base64Of(key)]);
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");

  expect(exported(findRecording(folder, "call-1"))).toEqual({
    seconds: 3,
    cutOff: true,
    runs: seconds(1, 2, 3),
  });
});

describe("a file that", () => {
  it.each([
    ["ends in the middle of a chunk", 2 * chunkBytes + 1000, 2],
    ["ends within a chunk's length", 2 * chunkBytes + 3, 2],
    ["lost whole chunks", chunkBytes, 1],
    ["is empty", 0, 0],
  ])("%s is exported up to there, and said to be cut off", async (_, bytes, left) => {
    const kept = await record(newFolder(), key);
    truncateSync(kept.paths.audio, bytes);

    expect(exported(kept)).toEqual({
      seconds: left,
      cutOff: true,
      runs: seconds(...[1, 2].slice(0, left)),
    });
  });

  it.each([
    [
      "has a changed byte",
      (audio: Buffer) => audio.fill(audio.readUInt8(chunkBytes + 99) ^ 1, chunkBytes + 99, chunkBytes + 100),
      "1.0",
    ],
    [
      "has two chunks in each other's place",
      (audio: Buffer) => {
        const first = Buffer.from(audio.subarray(0, chunkBytes));
        audio.copyWithin(0, chunkBytes, 2 * chunkBytes);
        first.copy(audio, chunkBytes);
      },
      "0.0",
    ],
    ["has an impossible length", (audio: Buffer) => audio.writeUInt32LE(0xffff_ffff, 0), "0.0"],
  ])("%s is not exported as if it were right", async (_, change, until) => {
    const kept = await record(newFolder(), key);
    const audio = readFileSync(kept.paths.audio);
    change(audio);
    writeFileSync(kept.paths.audio, audio);

    expect(() => exported(kept)).toThrow(`call-1: its audio was changed after ${until} s;`);
  });

  it("goes on after its end is refused, too", async () => {
    const kept = await record(newFolder(), key);
    appendFileSync(kept.paths.audio, readFileSync(kept.paths.audio).subarray(0, chunkBytes));

    expect(() => exported(kept)).toThrow("call-1: its audio was changed after 3.5 s;");
  });

  it("is another recording's is refused, with its note or without", async () => {
    const folder = newFolder();
    const [one, other] = [await record(folder, key, "call-1"), await record(folder, key, "call-2")];
    writeFileSync(one.paths.audio, readFileSync(other.paths.audio));

    expect(() => exported(one)).toThrow("call-1: its audio was changed after 0.0 s;");
    expect(() => exported({ ...one, note: { ...other.note, id: "call-1" } })).toThrow(
      "call-1: it does not open with the key test of EMA_RECORDING_KEYS; set the key that it was made under",
    );
  });
});

describe("the key", () => {
  it("has to be there", async () => {
    const kept = await record(newFolder(), key);

    expect(() => exported(kept, [])).toThrow(
      "call-1: EMA_RECORDING_KEYS is missing; add test and the key that the recording was made under.",
    );
    expect(() => exported(kept, [newKey("other")])).toThrow(
      "call-1: EMA_RECORDING_KEYS has no key with the id test; add test and the key that the recording was made under.",
    );
  });

  it("has to be the right one", async () => {
    const kept = await record(newFolder(), key);

    expect(() => exported(kept, [newKey("test")])).toThrow(
      "call-1: it does not open with the key test of EMA_RECORDING_KEYS; set the key that it was made under; if it is that one, the recording's note was changed.",
    );
  });
});

describe("a disk that", () => {
  it("is full stops the recording, once and without a throw", async () => {
    const problems: string[] = [];
    const recording = { ...about(newFolder(), key), onProblem: (reason: string) => problems.push(reason) };
    const { audio } = pathsOf(recording.folder, recording);
    mkdirSync(join(recording.folder, recording.workspaceId));
    symlinkSync("/dev/full", audio);
    const file = openRecordingFile(recording);
    file.append(second(1));
    file.append(second(2));
    await file.close(second(3));

    expect(problems).toEqual(["recording: ENOSPC; the call goes on without it"]);
  });

  it("has no place for the folder does so, too", async () => {
    const problems: string[] = [];
    const folder = join(newFolder(), "a-file");
    writeFileSync(folder, "");
    const file = openRecordingFile({ ...about(folder, key), onProblem: (reason) => problems.push(reason) });
    file.append(second(1));
    await file.close(second(2));

    expect(problems).toEqual(["recording: ENOTDIR; the call goes on without it"]);
  });

  it("is too slow is not waited for: what it took is left, cut off", async () => {
    const problems: string[] = [];
    const folder = newFolder();
    const file = openRecordingFile({ ...about(folder, key), onProblem: (reason) => problems.push(reason) });
    for (let value = 0; value < 20; value++) file.append(second(value));
    await file.close(second(20));

    expect(problems).toEqual(["recording: the disk is too slow; the call goes on without it"]);
    const { cutOff, runs } = exported(findRecording(folder, "call-1"));
    expect(cutOff).toBe(true);
    expect(runs.length).toBeGreaterThanOrEqual(10);
    expect(runs).toEqual(seconds(...runs.keys()));
  });
});
