import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { isPassword } from "#src/api/access/password.ts";
import { signInTables } from "#src/api/access/sign-in-tables.ts";
import { viewerOfToken } from "#src/api/access/tokens.ts";
import { readUsersCommand } from "#src/api/access/users-command.ts";
import type { Database } from "#src/api/database/database.ts";
import { lockFolder } from "#src/api/database/folder-lock.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace } from "./parts.ts";

describe("the command users", () => {
  let opened: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    await addWorkspace(database, "maple-court");
  });
  afterAll(() => opened.close());

  async function users(words: readonly string[], line = ""): Promise<string[]> {
    const printed: string[] = [];
    await readUsersCommand(words)(database, {
      readLine: async () => line,
      print: (each) => printed.push(each),
    });
    return printed;
  }

  const passwordOf = async (email: string): Promise<string> => {
    const { password } = await signInTables(database.owner)
      .selectFrom("account")
      .innerJoin("user", "user.id", "account.userId")
      .select("password")
      .where("email", "=", email)
      .executeTakeFirstOrThrow();
    return password ?? "";
  };
  const add = (email: string, role: string) => [
    "add",
    email,
    "--name",
    "Some One",
    "--workspace",
    "maple-court",
    "--role",
    role,
  ];

  it("lets people in, gives them another role, another password, and removes them", async () => {
    const [added, once = ""] = await users(add("Someone@example.com", "operator"));
    expect(added).toBe("someone@example.com: operator of maple-court");
    const [, made = ""] = /^password, shown this once: (.{23})$/.exec(once) ?? [];
    expect(await isPassword(made, await passwordOf("someone@example.com"))).toBe(true);
    expect(await isPassword(`${made}x`, await passwordOf("someone@example.com"))).toBe(false);

    expect(await users(add("someone@example.com", "admin"))).toEqual([
      "someone@example.com: admin of maple-court",
      "They were there already, and keep name and password.",
    ]);
    expect(await users(["list"])).toEqual(["someone@example.com\tmaple-court\tadmin\tSome One"]);

    const own = "a password of their own";
    expect(await users(["password", "someone@example.com", "--password-stdin"], own)).toEqual([
      "someone@example.com: the password is another one, and every session is over",
    ]);
    expect(await isPassword(own, await passwordOf("someone@example.com"))).toBe(true);

    expect(await users(["remove", "someone@example.com"])).toEqual(["someone@example.com: removed"]);
    expect(await users(["list"])).toEqual([]);
  });

  it("makes a token for a machine", async () => {
    const words = ["token", "maple-court", "--role", "viewer", "--name", "export", "--days", "7"];
    const [made, once = ""] = await users(words);
    const [, token = ""] = /^token, shown this once: (.+)$/.exec(once) ?? [];

    expect(made).toBe("export: viewer of maple-court, for 7 days");
    expect(await viewerOfToken(database, token, Date.now())).toMatchObject({
      name: "export",
      roles: new Map([["maple-court", "viewer"]]),
    });
    await expect(users(["token", "nowhere", "--role", "viewer", "--name", "x"])).rejects.toThrow(
      "There is no workspace with that id",
    );
  });

  it.each([
    [["add", "someone", "--name", "x"], "EMAIL is missing or no e-mail address"],
    [["add", "a@example.com", "--role", "admin"], "--name is missing"],
    [add("a@example.com", "owner"), "--role is missing or unknown"],
    [["token", "maple-court", "--name", "x", "--role", "viewer", "--days", "0"], "--days is not a whole"],
    [["remove"], "EMAIL is missing"],
    [["remove", "a@example.com", "--force"], "Unknown option '--force'"],
    [["list", "all", "of", "them"], "There is a word too many"],
    [[], "Give one of add, list, remove, password and token."],
  ])("says what is wrong with %j", (words, problem) => {
    expect(() => readUsersCommand(words)).toThrow(problem);
  });

  it("takes no password that is too short", async () => {
    await expect(users(["password", "someone@example.com", "--password-stdin"], "too short")).rejects.toThrow(
      "The password is not 15 to 128 characters long",
    );
  });
});

describe("npm run users", () => {
  const users = (env: Record<string, string>, words: string[]) =>
    new Promise<[code: unknown, out: string, err: string]>((resolve) => {
      const environment = { PATH: process.env["PATH"], ...env };
      execFile(process.execPath, ["src/users.ts", ...words], { env: environment }, (error, out, err) =>
        resolve([error?.code ?? 0, out, err]),
      );
    });

  it("says so when another process has the folder, or the server is not there, or the words are wrong", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "ema-users-"));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    const lock = lockFolder(join(dataDir, "api-db"));

    const [inUse, noServer, wrong] = await Promise.all([
      users({ EMA_DATA_DIR: dataDir }, ["list"]),
      users({ DATABASE_URL: "postgres://ema:hush@127.0.0.1:1/ema" }, ["list"]),
      users({}, ["lst"]),
    ]);
    lock?.release();
    expect(inUse).toEqual([
      2,
      "",
      "EMA_DATA_DIR is a folder in which another process, such as the API, has its database open; end that one, or set DATABASE_URL, which any number of them can share.\n",
    ]);
    expect(noServer).toEqual([
      2,
      "",
      "DATABASE_URL is a database that cannot be used (ECONNREFUSED); set the address of a PostgreSQL that runs, with a user who may create tables in it.\n",
    ]);
    expect(wrong).toEqual([2, "", expect.stringContaining("Usage: npm run -s users")]);
  });
});
