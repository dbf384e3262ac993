import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { asVariable, newKey } from "./keys.ts";
import { newFolder, record } from "./kept.ts";

const [old, fresh] = [newKey("2025"), newKey("2026")];
const started = /started \d{4}-\d\d-\d\dT[\d:.]+Z/;

function command(dataDir: string, keys: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/recordings.ts", ...args], {
    encoding: "utf8",
    env: { ...process.env, EMA_DATA_DIR: dataDir, EMA_RECORDING_KEYS: keys },
  });
  return { status, stdout: stdout.replace(started, "started THEN"), stderr };
}

it("lists, exports, rotates and erases, with a receipt", async () => {
  const dataDir = newFolder();
  const kept = await record(join(dataDir, "recordings"), old);
  const to = join(dataDir, "call.wav");
  const line = (key: string) =>
    `call-1: workspace test-homes, session room-call-1, started THEN, 3.5 s, key ${key}`;

  expect(command(dataDir, "")).toEqual({ status: 0, stdout: `${line("2025")}\n1 recordings\n`, stderr: "" });
  expect(command(dataDir, asVariable(fresh), "--export", "call-1", "--to", to)).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "call-1: EMA_RECORDING_KEYS has no key with the id 2025; add 2025 and the key that the recording was made under.\n",
  });
  expect(existsSync(to)).toBe(false);
  expect(command(dataDir, asVariable(fresh, old), "--rotate")).toEqual({
    status: 0,
    stdout: "1 now under 2026, 0 were, 0 left as they are\n",
    stderr: "",
  });
  expect(command(dataDir, asVariable(fresh), "--export", "call-1", "--to", to)).toEqual({
    status: 0,
    stdout: `${to}: 3.5 s, caller left, agent right\n`,
    stderr: "",
  });
  expect(statSync(to).mode & 0o777).toBe(0o600);
  const erased = command(dataDir, "", "--erase", "call-1");
  expect(erased.stdout.replace(/at \S+Z/, "at NOW")).toBe(`erased at NOW, key and audio: ${line("2026")}\n`);
  expect([existsSync(kept.paths.note), existsSync(kept.paths.audio)]).toEqual([false, false]);
});

it("says what is wrong with the options, or the id", async () => {
  const dataDir = newFolder();
  const failure = (...args: string[]) => command(dataDir, asVariable(old), ...args).stderr.split("\n")[0];

  expect(failure("--erase", "call-2")).toBe(
    `call-2: there is no such recording in ${join(dataDir, "recordings")}; give an id as the list shows it.`,
  );
  expect(failure("--export", "call-1")).toBe("--export ID and --to FILE go together.");
});

it("removes what is too old by the workspaces' present settings, or by its own", async () => {
  const dataDir = newFolder();
  await record(join(dataDir, "recordings"), old);

  expect(command(dataDir, "", "--prune")).toEqual({ status: 0, stdout: "0 removed\n", stderr: "" });
});
