import { readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exportRecording } from "#src/recording/export-recording.ts";
import { eraseRecording, pruneRecordings, rotateKeys } from "#src/recording/keep.ts";
import { listRecordings, namesIn } from "#src/recording/recordings-folder.ts";
import { newFolder, record } from "./kept.ts";
import { newKey } from "./keys.ts";

const [old, fresh] = [newKey("2025"), newKey("2026")];
const dayMs = 86_400_000;
const wav = () => join(newFolder(), "call.wav");
const ids = (folder: string) => listRecordings(folder, () => {}).map(({ note }) => note.id);

it("rotation puts recordings under the first key, and does not touch their audio", async () => {
  const folder = newFolder();
  const before = await record(folder, old, "call-1");
  await record(folder, fresh, "call-2");
  const audio = readFileSync(before.paths.audio);
  const { mtimeMs } = statSync(before.paths.audio);

  expect(rotateKeys(folder, [fresh, old])).toEqual({ rewrapped: 1, already: 1, failures: [] });
  const after = listRecordings(folder, () => {});
  expect(after.map(({ note }) => [note.id, note.keyId])).toEqual([
    ["call-1", "2026"],
    ["call-2", "2026"],
  ]);
  expect(readFileSync(before.paths.audio).equals(audio)).toBe(true);
  expect(statSync(before.paths.audio).mtimeMs).toBe(mtimeMs);
  for (const kept of after) expect(exportRecording(kept, [fresh], wav()).seconds).toBe(3.5);
  expect(() => exportRecording(before, [fresh], wav())).toThrow("has no key with the id 2025");
});

it("rotation leaves as it is what it cannot open, and says so", async () => {
  const folder = newFolder();
  await record(folder, old, "call-1");

  expect(rotateKeys(folder, [fresh])).toEqual({
    rewrapped: 0,
    already: 0,
    failures: [
      "call-1: EMA_RECORDING_KEYS has no key with the id 2025; add 2025 and the key that the recording was made under.",
    ],
  });
  expect(listRecordings(folder, () => {})[0]?.note.keyId).toBe("2025");
});

it("what is erased leaves neither key nor audio", async () => {
  const folder = newFolder();
  const kept = await record(folder, old, "call-1");
  await record(folder, old, "call-2");
  eraseRecording(kept);

  expect(namesIn(join(folder, "test-homes"))).toEqual(["call-2.audio", "call-2.json"]);
});

it("a recording is removed when its time is over, sooner where the workspace now asks for it, never later", async () => {
  const folder = newFolder();
  await record(folder, old, "call-1");
  const now = Date.now();
  const after = (days: number, present: number) => {
    const removed = pruneRecordings(folder, new Map([["test-homes", present]]), now + days * dayMs);
    return { removed: removed.map(({ id }) => id), left: ids(folder) };
  };

  expect(after(29.9, 30)).toEqual({ removed: [], left: ["call-1"] });
  expect(after(29.9, 365)).toEqual({ removed: [], left: ["call-1"] });
  expect(after(30.1, 365)).toEqual({ removed: ["call-1"], left: [] });
  await record(folder, old, "call-2");
  expect(after(6.9, 7)).toEqual({ removed: [], left: ["call-2"] });
  expect(after(7.1, 7)).toEqual({ removed: ["call-2"], left: [] });
});

it("a recording of a workspace that is gone is removed in its time", async () => {
  const folder = newFolder();
  await record(folder, old);

  expect(pruneRecordings(folder, new Map(), Date.now() + 31 * dayMs).length).toBe(1);
  expect(namesIn(join(folder, "test-homes"))).toEqual([]);
});

it("halves that nothing can be done with are removed after a day", async () => {
  const folder = newFolder();
  const kept = await record(folder, old, "call-1");
  const own = join(folder, "test-homes");
  const yesterday = Date.now() / 1000 - 2 * 86_400;
  for (const name of ["no-note.audio", "no-json.json", "no-json.audio", "aside.new", "just-now.audio"]) {
    writeFileSync(join(own, name), "");
    if (name !== "just-now.audio") utimesSync(join(own, name), yesterday, yesterday);
  }
  utimesSync(kept.paths.audio, yesterday, yesterday);

  pruneRecordings(folder, new Map(), Date.now());
  pruneRecordings(folder, new Map(), Date.now());
  expect(namesIn(own)).toEqual(["call-1.audio", "call-1.json", "just-now.audio"]);
});
