import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

/** The call's own chart takes seconds to draw; that what is kept of it is fresh, `npm run check` sees. */
const machine = `
import { createMachine } from "xstate";

export const doorMachine = createMachine({
  id: "door",
  initial: "shut",
  states: { shut: { on: { push: "open" } }, open: { type: "final" } },
});
`;

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
    const door = join(folder, "machines/door");
    mkdirSync(door, { recursive: true });
    writeFileSync(join(door, "machine.ts"), machine);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    const [json, readme] = [join(door, "chart.json"), join(folder, "README.md")];
    writeFileSync(readme, "# Door\n\n<!-- chart: door -->\n<!-- /chart -->\n");
    const files = ["README.md", ...["json", "mmd", "svg"].map((kind) => `machines/door/chart.${kind}`)];
    expect(command(folder)).toEqual({
      status: 0,
      stdout: files.map((file) => `${file} is written.\n`).join(""),
    });
    expect(command(folder, "--check")).toEqual({ status: 0, stdout: "" });

    const written = readFileSync(json, "utf8");
    appendFileSync(json, " ");
    writeFileSync(readme, readFileSync(readme, "utf8").replace("stateDiagram-v2", "stateDiagram"));
    expect(command(folder, "--check")).toEqual({
      status: 1,
      stdout:
        "README.md is stale: run npm run charts.\nmachines/door/chart.json is stale: run npm run charts.\n",
    });
    expect(readFileSync(json, "utf8")).toBe(`${written} `);

    expect(command(folder)).toEqual({
      status: 0,
      stdout: "README.md is written.\nmachines/door/chart.json is written.\n",
    });
    expect(readFileSync(json, "utf8")).toBe(written);
    expect(readFileSync(readme, "utf8")).toContain("stateDiagram-v2");
  },
);
