/** Builds the dashboard's page into `dist/dashboard`, unless what is there is newer than all that it is made from. */
import { execFile } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist/dashboard");
const sources = [
  "src/dashboard/**/*",
  "src/api/answers.ts",
  "src/inspect/page/*.ts",
  "machines/call/chart.svg",
  "package-lock.json",
];

/**
 * Resolves to the folder to serve. A process of its own builds, since what is built depends on NODE_ENV. Throws when that fails,
 * as where the building tools, which are development dependencies, are not installed.
 */
export async function buildDashboard(): Promise<string> {
  if (!isUpToDate())
    await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url)], {
      env: { NODE_ENV: "production" },
    });
  return folder;
}

function isUpToDate(): boolean {
  const page = join(folder, "index.html");
  if (!existsSync(page)) return false;
  const builtAt = statSync(page).mtimeMs;
  return sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .every((file) => statSync(join(root, file)).mtimeMs <= builtAt);
}

if (import.meta.main) {
  const { build } = await import("vite");
  await build({ configFile: join(root, "src/dashboard/vite.config.ts"), logLevel: "warn" });
  console.log(`The dashboard is built: ${folder}`);
}
