/** Builds the dashboard's page into `dist/dashboard`, unless what is there is newer than all that it is made from. */
import { execFile } from "node:child_process";
import { existsSync, globSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
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
 * Resolves to the folder to serve. A process of its own builds, since what is built depends on NODE_ENV. A page that is there is
 * served as it is where Vite, a development dependency, is not installed, as in the image. Throws when there is none, and it
 * cannot be built.
 */
export async function buildDashboard(): Promise<string> {
  if (!isUpToDate() && !(isThere() && !canBuild()))
    await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url)], {
      env: { NODE_ENV: "production" },
    });
  return folder;
}

const page = join(folder, "index.html");
const isThere = (): boolean => existsSync(page);

function canBuild(): boolean {
  try {
    createRequire(import.meta.url).resolve("vite/package.json");
    return true;
  } catch {
    return false;
  }
}

function isUpToDate(): boolean {
  if (!isThere()) return false;
  const builtAt = statSync(page).mtimeMs;
  return sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .every((file) => statSync(join(root, file)).mtimeMs <= builtAt);
}

/** Aside first: whoever serves or builds it meanwhile never sees half a page. */
async function build(): Promise<void> {
  const { build: run } = await import("vite");
  const aside = `${folder}.${process.pid}`;
  await run({
    configFile: join(root, "src/dashboard/vite.config.ts"),
    logLevel: "warn",
    build: { outDir: aside },
  });
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(aside, folder);
  } catch (error) {
    // Another process's page is there already; it was made from the same sources.
    rmSync(aside, { recursive: true });
    if (!isThere()) throw error;
  }
}

if (import.meta.main) {
  await build();
  console.log(`The dashboard is built: ${folder}`);
}
