/** `npm run telephone:setup` on a livekit-server. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, expect, it } from "vitest";
import { type LiveKit, startLiveKit } from "./livekit.ts";
import { start } from "./processes.ts";
import { startRedis } from "./redis.ts";

const number = "+15555550100";
const another = "+15555550101";
let livekit: LiveKit;
let prompts: string;

beforeAll(async () => {
  const redis = await startRedis();
  livekit = await startLiveKit({ redis: redis.address });
  prompts = mkdtempSync(join(tmpdir(), "ema-prompts-"));
  cpSync("prompts", prompts, { recursive: true });
});

afterEach(async () => {
  writeNumbers([number]);
  for (const { sipDispatchRuleId } of await livekit.sip.listSipDispatchRule())
    await livekit.sip.deleteSipDispatchRule(sipDispatchRuleId);
  for (const { sipTrunkId } of await livekit.sip.listSipInboundTrunk())
    await livekit.sip.deleteSipTrunk(sipTrunkId);
});

it("makes a trunk for the workspaces' numbers, and a rule that sends the agent to a room for each call", async () => {
  const { code, lines } = await setUp();
  const [trunk] = await trunks();
  const [rule] = await rules();

  expect(code).toBe(0);
  expect(trunk).toMatchObject({ name: "ema", numbers: [number], allowedAddresses: [], authUsername: "" });
  expect(rule?.toJson()).toEqual({
    sipDispatchRuleId: rule?.sipDispatchRuleId,
    name: "ema",
    trunkIds: [trunk?.sipTrunkId],
    rule: { dispatchRuleCallee: { roomPrefix: "call-", randomize: true } },
    roomConfig: { emptyTimeout: 30, departureTimeout: 5, agents: [{ agentName: "ema" }] },
  });
  expect(lines).toEqual([
    `Workspace maple-court: ${number}.`,
    `Inbound trunk "ema": created as ${trunk?.sipTrunkId} for ${number}.`,
    expect.stringContaining("Whoever knows its address can call it"),
    `Dispatch rule "ema": created as ${rule?.sipDispatchRuleId}: agent "ema" in a room of its own for each call, named call-….`,
  ]);
});

it("changes nothing when it is run again, and only what has changed after that", async () => {
  await setUp("--allow-address", "192.0.2.0/24", ...withPassword("trunk", "hush"));
  const before = await stored();
  const { lines } = await setUp();
  const after = await stored();
  writeNumbers([another, number]);
  const { lines: changed } = await setUp();

  expect(after).toEqual(before);
  expect(lines.slice(1).every((line) => line.endsWith("nothing to change."))).toBe(true);
  expect(changed[1]).toContain(`${another} added.`);
  expect(await trunks()).toMatchObject([
    {
      numbers: [another, number],
      allowedAddresses: ["192.0.2.0/24"],
      authUsername: "trunk",
      authPassword: "hush",
    },
  ]);
});

it("opens the trunk again, and mends a rule that somebody changed, but keeps what it does not know", async () => {
  await setUp("--allow-address", "192.0.2.7", "--allow-address", "198.51.100.0/24");
  const [rule] = await rules();
  if (rule === undefined) throw new Error("There is no rule.");
  const spoilt = rule.clone();
  spoilt.hidePhoneNumber = true;
  spoilt.metadata = "ours";
  if (spoilt.roomConfig !== undefined) spoilt.roomConfig.agents = [];
  await livekit.sip.updateSipDispatchRule(rule.sipDispatchRuleId, spoilt);
  const { lines } = await setUp("--allow-address", "any");
  const [mended] = await rules();

  expect(lines[1]).toContain("calls taken from any address.");
  expect(await trunks()).toMatchObject([{ allowedAddresses: [] }]);
  expect(mended?.equals(Object.assign(rule.clone(), { metadata: "ours" }))).toBe(true);
});

it("changes nothing in a dry run", async () => {
  const { lines: first } = await setUp("--dry-run");
  const nothing = await stored();
  await setUp();
  const before = await stored();
  writeNumbers([another]);
  const { lines: second } = await setUp("--dry-run", "--allow-address", "192.0.2.7");

  expect(nothing).toEqual([]);
  expect(await stored()).toEqual(before);
  expect(first.join("\n")).toContain(`Inbound trunk "ema": would be created for ${number}.`);
  expect(first.join("\n")).toContain('Dispatch rule "ema": would be created');
  expect(second[1]).toContain(
    `${another} would be added; ${number} would be removed; calls would be taken from 192.0.2.7.`,
  );
});

it("serves agents of other names with trunks and rules of their own", async () => {
  await setUp();
  writeNumbers([another]);
  await setUp({ EMA_AGENT_NAME: "staging" });

  const served = (await rules()).flatMap(({ roomConfig }) => roomConfig?.agents ?? []);

  expect(Object.fromEntries((await trunks()).map(({ name, numbers }) => [name, numbers]))).toEqual({
    ema: [number],
    staging: [another],
  });
  expect(new Set(served.map(({ agentName }) => agentName))).toEqual(new Set(["ema", "staging"]));
});

it("says whose number it is when another trunk has it", async () => {
  const { sipTrunkId } = await livekit.sip.createSipInboundTrunk("theirs", [number.slice(1)]);

  expect(await setUp()).toMatchObject({
    code: 1,
    error: `${number} belongs to another inbound trunk of this LiveKit, "theirs" (${sipTrunkId}); remove it there, or delete that trunk.\n`,
  });
});

it("says which rule takes the trunk's calls when another one does", async () => {
  await setUp();
  const [trunk] = await trunks();
  const [rule] = await rules();
  await livekit.sip.deleteSipDispatchRule(rule?.sipDispatchRuleId ?? "");
  await livekit.sip.createSipDispatchRule(
    { type: "direct", roomName: "lobby" },
    { name: "theirs", trunkIds: [trunk?.sipTrunkId ?? ""] },
  );

  expect((await setUp()).error).toMatch(
    /^Dispatch rule "theirs" \(SDR_\w+\) takes the calls of inbound trunk ST_\w+; .+\.\n$/,
  );
});

it("does not guess which of two trunks of its name is meant", async () => {
  await livekit.sip.createSipInboundTrunk("ema", [another]);
  await livekit.sip.createSipInboundTrunk("ema", ["+15555550102"]);

  expect((await setUp()).error).toMatch(
    /^LiveKit has 2 inbound trunks named "ema" \(ST_\w+, ST_\w+\); delete all but one, for instance with `lk sip inbound delete ST_\w+`\.\n$/,
  );
});

it.each([
  [{ LIVEKIT_API_SECRET: "a-secret-that-this-server-does-not-know" }, "refuses the key"],
  [{ LIVEKIT_API_KEY: "unknown" }, "refuses the key"],
])("says in one sentence that the key is wrong, without the token", async (env, problem) => {
  const { code, error } = await setUp(env);

  expect(code).toBe(1);
  expect(error).toMatch(/^[^\n]+\.\n$/);
  expect(error).toContain(problem);
  expect(error).not.toContain("eyJ");
});

it("says that a LiveKit without Redis has no telephone part", async () => {
  const deaf = await startLiveKit();

  expect(await setUp({ LIVEKIT_URL: deaf.url })).toMatchObject({
    code: 1,
    error: expect.stringContaining("has no telephone part; give that server a Redis"),
  });
});

async function setUp(...given: (string | Record<string, string>)[]) {
  const env = Object.assign({}, ...given.filter((each) => typeof each !== "string"));
  const args = given.filter((each) => typeof each === "string");
  const command = await start(
    "telephone:setup",
    "sh",
    ["-c", '"$@" 2>"$ERRORS"', "sh", process.execPath, "src/telephone-setup.ts", ...args],
    {
      env: {
        LIVEKIT_URL: livekit.url,
        LIVEKIT_API_KEY: livekit.apiKey,
        LIVEKIT_API_SECRET: livekit.apiSecret,
        EMA_AGENT_NAME: "",
        EMA_PROMPTS_DIR: prompts,
        ERRORS: join(prompts, ".errors"),
        ...env,
      },
    },
  );
  const { code } = await command.exited;
  return {
    code,
    lines: command.output().trimEnd().split("\n"),
    error: readFileSync(join(prompts, ".errors"), "utf8"),
  };
}

function withPassword(username: string, password: string): string[] {
  const file = join(prompts, ".password");
  writeFileSync(file, `${password}\n`);
  return ["--username", username, "--password-file", file];
}

function writeNumbers(numbers: readonly string[]): void {
  const file = join("prompts", "maple-court", "workspace.yaml");
  const lines = numbers.map((each) => `  - "${each}"\n`).join("");
  writeFileSync(
    join(prompts, "maple-court", "workspace.yaml"),
    readFileSync(file, "utf8").replace(/phoneNumbers:\n( {2}- "[^\n]*\n)+/, `phoneNumbers:\n${lines}`),
  );
}

const trunks = () => livekit.sip.listSipInboundTrunk();
const rules = () => livekit.sip.listSipDispatchRule();
const stored = async () => [...(await trunks()), ...(await rules())].map((each) => each.toJson());
