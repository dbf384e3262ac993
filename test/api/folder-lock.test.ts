import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { lockFolder } from "#src/api/database/folder-lock.ts";

const inAnotherProcess = (folder: string): string =>
  execFileSync(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { lockFolder } from ${JSON.stringify(join(process.cwd(), "src/api/database/folder-lock.ts"))};
       console.log(lockFolder(${JSON.stringify(folder)}) === undefined ? "in use" : "locked");`,
    ],
    { encoding: "utf8" },
  ).trim();

it("a folder is one process's until it is given back, or the process is gone", () => {
  const root = mkdtempSync(join(tmpdir(), "ema-lock-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, "api-db");

  const lock = lockFolder(folder);
  expect(inAnotherProcess(folder)).toBe("in use");
  expect(lockFolder(folder)).toBeUndefined();
  lock?.release();
  expect(inAnotherProcess(folder)).toBe("locked");
  lockFolder(folder)?.release();
  expect(inAnotherProcess(folder)).toBe("locked");
});
