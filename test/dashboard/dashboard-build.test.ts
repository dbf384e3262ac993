import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

/** A folder like the image's: what was built is there, or not, and what builds it is not. */
function folderWithoutVite(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ema-page-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  mkdirSync(join(root, "src/dashboard"), { recursive: true });
  cpSync("src/dashboard-build.ts", join(root, "src/dashboard-build.ts"));
  writeFileSync(join(root, "src/dashboard/main.tsx"), "");
  return root;
}

function buildIn(root: string) {
  const source = 'console.log(await (await import("./src/dashboard-build.ts")).buildDashboard());';
  const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout };
}

it("serves the page that is there, however old, where Vite is not installed", () => {
  const root = folderWithoutVite();
  const page = join(root, "dist/dashboard/index.html");
  mkdirSync(join(root, "dist/dashboard"), { recursive: true });
  writeFileSync(page, "");
  utimesSync(page, 0, 0);

  expect(buildIn(root)).toEqual({ status: 0, stdout: `${join(root, "dist/dashboard")}\n` });
});

it("fails where there is neither a page nor Vite", () => {
  expect(buildIn(folderWithoutVite())).toEqual({ status: 1, stdout: "" });
});
