/** `npm run -s users`: who may sign in to the dashboard, and API tokens. */
import { text } from "node:stream/consumers";
import { UsersError } from "#src/api/access/users.ts";
import { readUsersCommand, type Run, usersUsage } from "#src/api/access/users-command.ts";
import { openApiDatabase, storeOf } from "#src/api/database/open-api-database.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";

const unusable = 2;

try {
  await main();
} catch (error) {
  if (!(error instanceof UsersError || error instanceof SettingsError)) throw error;
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
  const database = await openApiDatabase(storeOf(settings), (problem) =>
    process.stderr.write(`${problem}\n`),
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
