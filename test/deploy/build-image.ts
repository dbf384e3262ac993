/**
 * Carries out the Dockerfile's steps without a container engine, a folder for each stage. What changes the base image
 * itself is left out: `apt-get`, and folders outside WORKDIR.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { copyFromContext, type Instruction, readCopy, readDockerfile } from "./dockerfile.ts";

/** Steps of the base image's, by how they begin. */
const leftOut = ["apt-get update", "mkdir /data"];
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
    else
      cpSync(join(workdirs.get(from) ?? "", basename(source)), join(workdir, destination), {
        recursive: true,
        verbatimSymlinks: true,
      });
  }
}

/** Without what npm tells the scripts that it runs itself, as these tests. */
function run(command: string, cwd: string): void {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  const { status, stderr, error } = spawnSync("sh", ["-c", command], {
    cwd,
    env,
    encoding: "utf8",
    timeout: limitMs,
  });
  if (status !== 0) throw new Error(`RUN ${command}: ${error?.message ?? stderr}`);
}
