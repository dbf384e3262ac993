/** Builds the dashboard's page into `dist/dashboard`, unless what is there is newer than all that it is made from. */
import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
export const dashboardFolder = join(root, "dist/dashboard");
const sources = [
  "src/dashboard/**/*",
  "src/api/answers.ts",
  "src/inspect/page/*.ts",
  "machines/call/chart.svg",
  "package-lock.json",
];

/**
 * Returns the folder to serve. `whenNeeded`: leaves a build alone that is newer than its sources. Throws when there is none and
 * the building tools, which are development dependencies, are not installed.
 */
export async function buildDashboard({ whenNeeded = true } = {}): Promise<string> {
  if (whenNeeded && isUpToDate()) return dashboardFolder;
  const { build } = await import("vite");
  await build({ configFile: join(root, "src/dashboard/vite.config.ts"), logLevel: "warn" });
  return dashboardFolder;
}

function isUpToDate(): boolean {
  const page = join(dashboardFolder, "index.html");
  if (!existsSync(page)) return false;
  const builtAt = statSync(page).mtimeMs;
  return sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .every((file) => statSync(join(root, file)).mtimeMs <= builtAt);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildDashboard({ whenNeeded: false });
  console.log(`The dashboard is built: ${dashboardFolder}`);
}
