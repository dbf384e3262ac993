/** What the words after `npm run -s users --` ask for. There is no sign-up: this is how people come in. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Role, roles } from "#src/api/answers.ts";
import type { Database } from "#src/api/database/database.ts";
import { insertEntry } from "./audit.ts";
import { hashPassword, leastPasswordLength, makePassword, mostPasswordLength } from "./password.ts";
import { createToken, usualTokenDays } from "./tokens.ts";
import {
  addMember,
  command,
  existingWorkspace,
  listMembers,
  removeMember,
  setPassword,
  UsersError,
} from "./users.ts";

export const usersUsage = `Usage: npm run -s users -- COMMAND

  add EMAIL --name NAME --workspace ID --role ROLE   lets somebody in, or gives somebody who is there another role
  list                                               address, workspace, role and name of everybody
  remove EMAIL [--workspace ID]                      from one workspace, or altogether; sessions end at once
  password EMAIL                                     sets a new password; sessions end at once
  token WORKSPACE --role ROLE --name NAME [--days N] makes an API token for a machine, ${usualTokenDays} days unless N is given

ROLE is one of ${roles.join(", ")}. A password is made and printed once; with --password-stdin the first line of the
standard input is it. The database is the API's: DATABASE_URL, or the folder of EMA_DATA_DIR while no API is running.

Exit codes: 0 done, 2 something is missing or wrong.
`;

interface Console {
  /** The first line of what is piped in. */
  readLine: () => Promise<string>;
  print: (line: string) => void;
}

export type Run = (database: Database, console: Console) => Promise<void>;

/** Throws, with one sentence, when the words are wrong; what they ask for is done, or refused by `UsersError`, by `Run`. */
export function readUsersCommand(words: readonly string[]): Run {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      name: { type: "string" },
      workspace: { type: "string" },
      role: { type: "string" },
      days: { type: "string" },
      "password-stdin": { type: "boolean", default: false },
    },
  });
  const [name, subject, ...more] = positionals;
  if (more.length > 0) throw new UsersError("There is a word too many; put names in quotes.");
  const fromStdin = values["password-stdin"];
  switch (name) {
    case "add": {
      const member = {
        email: address(subject),
        name: needed("--name", values.name),
        workspaceId: needed("--workspace", values.workspace),
        role: roleOf(values.role),
      };
      return (database, console) => add(database, console, member, fromStdin);
    }
    case "list":
      return list;
    case "remove": {
      const email = address(subject);
      return (database, console) => remove(database, console, email, values.workspace);
    }
    case "password": {
      const email = address(subject);
      return (database, console) => renew(database, console, email, fromStdin);
    }
    case "token": {
      const token = {
        workspaceId: needed("the workspace", subject),
        role: roleOf(values.role),
        name: needed("--name", values.name),
        days: daysOf(values.days),
      };
      return (database, console) => makeToken(database, console, token);
    }
    case undefined:
    default:
      throw new UsersError("Give one of add, list, remove, password and token.");
  }
}

async function add(
  database: Database,
  console: Console,
  member: { email: string; name: string; workspaceId: string; role: Role },
  fromStdin: boolean,
): Promise<void> {
  const { password, made } = await choosePassword(console, fromStdin);
  const done = await addMember(database, { ...member, passwordHash: await hashPassword(password) });
  const { email, role, workspaceId } = member;
  console.print(`${email}: ${role} of ${workspaceId}`);
  if (done === "changed") console.print("They were there already, and keep name and password.");
  else if (made) printOnce(console, "password", password);
}

async function list(database: Database, console: Console): Promise<void> {
  for (const { email, workspaceId, role, name } of await listMembers(database))
    console.print([email, workspaceId ?? "no workspace", role ?? "no role", name].join("\t"));
}

async function remove(
  database: Database,
  console: Console,
  email: string,
  workspaceId?: string,
): Promise<void> {
  await removeMember(database, email, workspaceId);
  console.print(`${email}: removed${workspaceId === undefined ? "" : ` from ${workspaceId}`}`);
}

async function renew(database: Database, console: Console, email: string, fromStdin: boolean): Promise<void> {
  const { password, made } = await choosePassword(console, fromStdin);
  await setPassword(database, email, await hashPassword(password));
  console.print(`${email}: the password is another one, and every session is over`);
  if (made) printOnce(console, "password", password);
}

async function makeToken(
  { owner }: Database,
  console: Console,
  given: { workspaceId: string; role: Role; name: string; days: number },
): Promise<void> {
  const { token } = await owner.transaction().execute(async (transaction) => {
    await existingWorkspace(transaction, given.workspaceId);
    await insertEntry(transaction, command, { action: "tokenCreated", workspaceId: given.workspaceId });
    return createToken(transaction, { ...given, now: Date.now() });
  });
  console.print(`${given.name}: ${given.role} of ${given.workspaceId}, for ${given.days} days`);
  printOnce(console, "token", token);
}

async function choosePassword(
  { readLine }: Console,
  fromStdin: boolean,
): Promise<{ password: string; made: boolean }> {
  if (!fromStdin) return { password: makePassword(), made: true };
  const password = await readLine();
  if (password.length < leastPasswordLength || password.length > mostPasswordLength)
    throw new UsersError(
      `The password is not ${leastPasswordLength} to ${mostPasswordLength} characters long; choose a longer or shorter one.`,
    );
  return { password, made: false };
}

function address(given: string | undefined): string {
  if (given === undefined || !z.email().safeParse(given).success)
    throw new UsersError("EMAIL is missing or no e-mail address; give one such as someone@example.com.");
  return given.toLowerCase();
}

function roleOf(given: string | undefined): Role {
  const role = roles.find((each) => each === given);
  if (role === undefined)
    throw new UsersError(`--role is missing or unknown; give one of ${roles.join(", ")}.`);
  return role;
}

function daysOf(given: string | undefined): number {
  if (given === undefined) return usualTokenDays;
  const days = Number(given);
  if (!/^\d{1,3}$/.test(given) || days < 1 || days > 366)
    throw new UsersError("--days is not a whole number from 1 to 366; leave it out for a year.");
  return days;
}

function needed(option: string, given: string | undefined): string {
  if (given === undefined || given.trim() === "")
    throw new UsersError(`${option} is missing; see below what belongs to the command.`);
  return given;
}

function printOnce({ print }: Console, what: string, secret: string): void {
  print(`${what}, shown this once: ${secret}`);
}
