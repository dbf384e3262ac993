/** `npm run -s users`: who may sign in to the dashboard, and API tokens. */
import { text } from "node:stream/consumers";
import { UsersError } from "#src/api/access/users.ts";
import { readUsersCommand, type Run, usersUsage } from "#src/api/access/users-command.ts";
import { FolderInUseError, openApiDatabase } from "#src/api/database/open-api-database.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";

const unusable = 2;

try {
  await main();
} catch (error) {
  const expected =
    error instanceof UsersError || error instanceof SettingsError || error instanceof FolderInUseError;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = unusable;
}

async function main(): Promise<void> {
  const run = readCommand();
  if (run === undefined) {
    process.exitCode = unusable;
    return;
  }
  const settings = readSettings(undefined, { mode: "keyless" });
  const database = await openApiDatabase(settings, (problem) => process.stderr.write(`${problem}\n`)).catch(
    (error: unknown) => {
      throw error instanceof FolderInUseError
        ? error
        : new UsersError(`The database cannot be opened: ${codeOf(error)}; see to DATABASE_URL.`);
    },
  );
  try {
    await run(database, {
      readLine: async () => (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? "",
      print: (line) => process.stdout.write(`${line}\n`),
    });
  } finally {
    await database.close();
  }
}

/** Undefined: the usage was printed. */
function readCommand(): Run | undefined {
  try {
    return readUsersCommand(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usersUsage}`);
    return undefined;
  }
}

/** A driver's message may bear the address, and with it a password. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
