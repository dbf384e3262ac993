/** What of the telephone's set-up needs no LiveKit; the rest is in test/e2e. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { accessFrom } from "#src/livekit/telephone-access.ts";
import { setUpTelephone, type TelephoneSetup } from "#src/livekit/telephone-setup.ts";

const folder = mkdtempSync(join(tmpdir(), "ema-telephone-"));
const fileWith = (text: string): string => {
  const file = join(folder, "password");
  writeFileSync(file, text);
  return file;
};
/** Nothing listens there any more. */
const nowhere = await serve(() => {}, { closed: true });
const setup: TelephoneSetup = {
  livekit: { url: nowhere, apiKey: "key", apiSecret: "a-secret-that-no-server-knows-at-all" },
  agentName: "ema",
  numbers: ["+15555550100"],
  access: {},
  dryRun: false,
  say: () => {},
};

it("takes IP addresses and CIDR blocks, and a password from a file", () => {
  expect(
    accessFrom({
      "allow-address": ["192.0.2.7", "198.51.100.0/24", "2001:db8::/32"],
      username: "trunk",
      "password-file": fileWith("hush\nand a second line\n"),
    }),
  ).toEqual({
    allowedAddresses: ["192.0.2.7", "198.51.100.0/24", "2001:db8::/32"],
    credentials: { username: "trunk", password: "hush" },
  });
});

it("leaves out what is not given, and opens the trunk with any", () => {
  expect(accessFrom({})).toEqual({});
  expect(accessFrom({ "allow-address": ["any"] })).toEqual({ allowedAddresses: [] });
});

it.each([
  "300.1.1.1",
  "192.0.2.0/33",
  "192.0.2.0/",
  "192.0.2.0/24/24",
  "2001:db8::/129",
  "sip.example.com",
  "",
])("does not take '%s' for an address", (address) => {
  expect(() => accessFrom({ "allow-address": [address] })).toThrow(
    /^--allow-address is '.*'; give an IP address/,
  );
});

it("wants the user name and the password's file together, and a password in it", () => {
  expect(() => accessFrom({ username: "trunk" })).toThrow("Give both --username and --password-file.");
  expect(() => accessFrom({ "password-file": fileWith("hush") })).toThrow("Give both");
  expect(() => accessFrom({ username: "trunk", "password-file": fileWith("\n") })).toThrow(/is empty; write/);
  expect(() => accessFrom({ username: "trunk", "password-file": join(folder, "none") })).toThrow(
    /cannot be read; give/,
  );
});

it("says that LiveKit does not answer", async () => {
  await expect(setUpTelephone(setup)).rejects.toThrow(
    `LiveKit does not answer at ${nowhere}; correct LIVEKIT_URL, or see to it that the server runs and can be reached from here.`,
  );
});

it.each([
  [404, "answers, but not as LiveKit does; set LIVEKIT_URL to the origin of a LiveKit server"],
  [503, "fails with status 503; try again in a while"],
])("says what a server that answers %i is", async (status, problem) => {
  const url = await serve((_, response) => response.writeHead(status).end());

  await expect(setUpTelephone({ ...setup, livekit: { ...setup.livekit, url } })).rejects.toThrow(problem);
});

it("does not overwrite a password that LiveKit does not give back", async () => {
  const asked: string[] = [];
  const trunk = {
    sip_trunk_id: "ST_1",
    name: "ema",
    numbers: ["+15555550101"],
    auth_username: "trunk",
    auth_password: "",
  };
  const url = await serve(({ url: path = "" }, response) => {
    asked.push(path);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ items: [trunk] }));
  });

  await expect(setUpTelephone({ ...setup, livekit: { ...setup.livekit, url } })).rejects.toThrow(
    'LiveKit does not give back the password of inbound trunk "ema"; give --username and --password-file again',
  );
  expect(asked).toEqual(["/twirp/livekit.SIP/ListSIPInboundTrunk"]);
});

it.each([
  [["--allow-address", "nowhere"], {}, /^--allow-address is 'nowhere'; .*\n\nUsage: npm run/],
  [["more"], {}, /^Unexpected argument 'more'.*\n\nUsage: npm run/],
  [[], { LIVEKIT_URL: "" }, /^LIVEKIT_URL is missing; [^\n]+\.\n$/],
  [[], { LIVEKIT_API_SECRET: "short" }, /^LIVEKIT_API_SECRET is a text of fewer than [^\n]+\.\n$/],
  [[], { EMA_PROMPTS_DIR: folder }, /^[^\n]*: it holds no workspace; [^\n]+\.\n$/],
])("ends with 2 and a sentence for %j with %j", (args, env, message) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/telephone-setup.ts", ...args], {
    encoding: "utf8",
    env: {
      LIVEKIT_URL: nowhere,
      LIVEKIT_API_KEY: "key",
      LIVEKIT_API_SECRET: setup.livekit.apiSecret,
      ...env,
    },
  });

  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(message);
});

it("needs LiveKit's variables alone", () => {
  const { status, stderr } = spawnSync(process.execPath, ["src/telephone-setup.ts", "--dry-run"], {
    encoding: "utf8",
    env: {
      LIVEKIT_URL: nowhere,
      LIVEKIT_API_KEY: "key",
      LIVEKIT_API_SECRET: setup.livekit.apiSecret,
    },
  });

  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(/^LiveKit does not answer at ws:\/\/127\.0\.0\.1:\d+; [^\n]+\.\n$/),
  });
});

async function serve(listener: RequestListener, { closed = false } = {}): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  if (closed) server.close();
  else
    onTestFinished(() => {
      server.close();
    });
  return `ws://127.0.0.1:${address.port}`;
}
