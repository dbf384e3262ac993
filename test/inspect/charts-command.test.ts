import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const command = (folder: string, ...options: string[]) => {
  const { status, stdout } = spawnSync(process.execPath, [resolve("src/charts.ts"), ...options], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout };
};

it(
  "names each stale file and its remedy, writes nothing by itself, and mends what it named",
  { timeout: 60_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "charts-"));
    for (const one of ["machines", "README.md", "package.json"])
      cpSync(one, join(folder, one), { recursive: true });
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    expect(command(folder, "--check")).toEqual({ status: 0, stdout: "" });

    const json = join(folder, "machines/call/chart.json");
    const readme = join(folder, "README.md");
    appendFileSync(json, " ");
    writeFileSync(readme, readFileSync(readme, "utf8").replace("stateDiagram-v2", "stateDiagram"));
    expect(command(folder, "--check")).toEqual({
      status: 1,
      stdout:
        "README.md is stale: run npm run charts.\nmachines/call/chart.json is stale: run npm run charts.\n",
    });

    expect(command(folder)).toEqual({
      status: 0,
      stdout: "README.md is written.\nmachines/call/chart.json is written.\n",
    });
    expect(readFileSync(json, "utf8")).toBe(readFileSync("machines/call/chart.json", "utf8"));
  },
);
