import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { FolderInUseError, lockFolder } from "#src/api/database/folder-lock.ts";

const inAnotherProcess = (folder: string): string =>
  execFileSync(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { lockFolder } from ${JSON.stringify(join(process.cwd(), "src/api/database/folder-lock.ts"))};
       try { lockFolder(${JSON.stringify(folder)}); console.log("locked"); } catch (error) { console.log(error.name); }`,
    ],
    { encoding: "utf8" },
  ).trim();

it("a folder is one process's until it is given back, or the process is gone", () => {
  const root = mkdtempSync(join(tmpdir(), "ema-lock-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, "not/there/yet");

  const unlock = lockFolder(folder);
  expect(inAnotherProcess(folder)).toBe("FolderInUseError");
  expect(() => lockFolder(folder)).toThrow(FolderInUseError);
  unlock();
  expect(inAnotherProcess(folder)).toBe("locked");
  lockFolder(folder)();
});
