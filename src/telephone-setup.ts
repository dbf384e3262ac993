/** `npm run -s telephone:setup`: makes LiveKit send the calls of the workspaces' numbers to the agent. */
import { parseArgs } from "node:util";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";
import { accessFrom } from "#src/livekit/telephone-access.ts";
import { TelephoneError } from "#src/livekit/telephone-error.ts";
import { setUpTelephone } from "#src/livekit/telephone-setup.ts";
import type { TrunkAccess } from "#src/livekit/telephone-trunk.ts";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import { PackError } from "#src/workspaces/pack-error.ts";

const usage = `Usage: npm run -s telephone:setup -- [--dry-run] [--allow-address ADDRESS …] [--username NAME --password-file FILE]

  --dry-run                say what would be done, and change nothing
  --allow-address ADDRESS  take calls from this IP address or CIDR block alone; may be given again; "any": from anywhere
  --username NAME          take calls only with this user name and with the password in the file's first line
  --password-file FILE

Needs LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET. May be run again at any time, and is to be run again when a
workspace's phoneNumbers have changed. What is not given stays as it is on the trunk.
`;

const unusable = 2;

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TelephoneError || error instanceof SettingsError || error instanceof PackError))
    throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof TelephoneError ? 1 : unusable;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return unusable;
  const { livekit, promptsDir } = readSettings(undefined, { mode: "telephone" });
  const workspaces = loadPacks(promptsDir).map(({ workspace }) => workspace);
  for (const { id, phoneNumbers } of workspaces) print(`Workspace ${id}: ${phoneNumbers.join(", ")}.`);
  await setUpTelephone({
    livekit: { ...livekit, apiSecret: livekit.apiSecret.reveal() },
    agentName: livekit.agentName,
    numbers: workspaces.flatMap(({ phoneNumbers }) => phoneNumbers),
    access: options.access,
    dryRun: options.dryRun,
    say: print,
  });
  return 0;
}

function readOptions(): { access: TrunkAccess; dryRun: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        "dry-run": { type: "boolean", default: false },
        "allow-address": { type: "string", multiple: true },
        username: { type: "string" },
        "password-file": { type: "string" },
      },
    });
    return {
      dryRun: values["dry-run"],
      access: accessFrom(values),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
