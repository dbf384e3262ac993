/**
 * Carries out the Dockerfile's steps without a container engine, a folder for each stage. What changes the base image
 * itself is left out: `apt-get`, and folders outside WORKDIR.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { copyFromContext, type Instruction, readCopy, readDockerfile } from "./dockerfile.ts";

/** Steps of the base image's, by how they begin. */
const leftOut = ["apt-get update", "mkdir -p /data"];
const limitMs = 120_000;

/** Returns the folder that is WORKDIR in the finished image. */
export function buildImage(root: string): string {
  const workdirs = new Map<string, string>();
  let last = root;
  for (const stage of readDockerfile()) {
    let workdir = join(root, stage.name);
    for (const step of stage.instructions) {
      if (step.name === "WORKDIR") workdir = join(root, stage.name, step.text);
      mkdirSync(workdir, { recursive: true });
      carryOut(step, workdir, workdirs);
    }
    workdirs.set(stage.name, workdir);
    last = workdir;
  }
  return last;
}

function carryOut({ name, text }: Instruction, workdir: string, workdirs: ReadonlyMap<string, string>): void {
  if (name === "RUN" && !leftOut.some((beginning) => text.startsWith(beginning))) run(text, workdir);
  if (name !== "COPY") return;
  const { from, sources, destination } = readCopy(text);
  for (const source of sources) {
    if (from === undefined) copyFromContext(source, workdir, destination);
    // Moved: no stage copies the same twice, and there are thousands of files.
    else renameSync(join(workdirs.get(from) ?? "", basename(source)), join(workdir, destination));
  }
}

/** By the Node of these tests, as the image's base has one, and without what npm tells the scripts that it runs itself. */
function run(command: string, cwd: string): void {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  const path = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  // What this machine has in npm's cache is the same, by its hash.
  const env = { ...Object.fromEntries(own), PATH: path, npm_config_prefer_offline: "true" };
  const { status, stderr, error } = spawnSync("sh", ["-c", command], {
    cwd,
    env,
    encoding: "utf8",
    timeout: limitMs,
  });
  if (status !== 0) throw new Error(`RUN ${command}: ${error?.message ?? stderr}`);
}
