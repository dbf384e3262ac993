import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readSettings } from "#src/config/settings.ts";
import { complete, errorOf, failureOf, key } from "./variables.ts";

afterEach(() => vi.unstubAllEnvs());

describe("keyless", () => {
  it("needs nothing", () => {
    expect(readSettings({}, { mode: "keyless" })).toEqual({
      mode: "keyless",
      deepgram: { apiKey: undefined, url: "wss://api.deepgram.com" },
      openai: {
        apiKey: undefined,
        url: "https://api.openai.com/v1",
        model: "gpt-4o",
        secondModel: "gpt-4o-mini",
      },
      webhooks: { url: undefined, secret: undefined, signingKey: undefined },
      dataDir: ".ema",
      dataKeys: [],
      promptsDir: "prompts",
      callLogKey: undefined,
      recordingKeys: [],
      access: { secret: undefined, publicUrl: undefined, trustedProxies: 0 },
      listen: { host: "127.0.0.1", port: 4100 },
      logLevel: "info",
    });
  });

  it("takes what is given", () => {
    const settings = readSettings(
      {
        DEEPGRAM_URL: "ws://127.0.0.1:9001/",
        OPENAI_URL: "http://127.0.0.1:9002/v1/",
        OPENAI_MODEL: "gpt-4o-mini",
        EMA_DATA_DIR: "/var/lib/my ema",
        EMA_PROMPTS_DIR: "packs",
        LOG_LEVEL: "debug",
      },
      { mode: "keyless" },
    );

    expect(settings).toEqual({
      mode: "keyless",
      deepgram: { apiKey: undefined, url: "ws://127.0.0.1:9001" },
      openai: {
        apiKey: undefined,
        url: "http://127.0.0.1:9002/v1",
        model: "gpt-4o-mini",
        secondModel: "gpt-4o-mini",
      },
      webhooks: { url: undefined, secret: undefined, signingKey: undefined },
      dataDir: "/var/lib/my ema",
      dataKeys: [],
      promptsDir: "packs",
      callLogKey: undefined,
      recordingKeys: [],
      access: { secret: undefined, publicUrl: undefined, trustedProxies: 0 },
      listen: { host: "127.0.0.1", port: 4100 },
      logLevel: "debug",
    });
  });

  it("takes the queue's key, and after it those that it replaced", () => {
    const older = Buffer.alloc(32, 8).toString("base64");
    const { dataKeys } = readSettings({ EMA_DATA_KEY: `${key},${older}` }, { mode: "keyless" });

    expect(dataKeys.map((each) => each.reveal())).toEqual([key, older]);
  });

  it("takes what decides who gets in", () => {
    const secret = "hush".repeat(8);
    const { access } = readSettings(
      {
        EMA_AUTH_SECRET: secret,
        EMA_PUBLIC_URL: "https://ema.example.com/",
        EMA_TRUST_PROXY: "1",
      },
      { mode: "keyless" },
    );

    expect({ ...access, secret: access.secret?.reveal() }).toEqual({
      secret,
      publicUrl: "https://ema.example.com",
      trustedProxies: 1,
    });
  });

  it("counts an empty variable as absent", () => {
    const empty = { DEEPGRAM_API_KEY: "", OPENAI_MODEL: "", EMA_WEBHOOK_SIGNING_KEY: "", LOG_LEVEL: "" };

    expect(readSettings(empty, { mode: "keyless" })).toEqual(readSettings({}, { mode: "keyless" }));
  });
});

describe("live", () => {
  it("gives every key away only when asked", () => {
    const settings = readSettings({ ...complete, EMA_WEBHOOK_SIGNING_KEY: `whsec_${key}` });

    expect({
      deepgram: settings.deepgram.apiKey.reveal(),
      openai: settings.openai.apiKey.reveal(),
      url: settings.webhooks.url,
      secret: settings.webhooks.secret.reveal(),
      signingKey: settings.webhooks.signingKey?.reveal(),
    }).toEqual({
      deepgram: "deepgram-hush",
      openai: "openai-hush",
      url: "https://ema.example.com",
      secret: "webhook-hush",
      signingKey: `whsec_${key}`,
    });
  });

  it("reads the process's environment, and is the mode, when nothing else is said", () => {
    for (const [name, value] of Object.entries(complete)) vi.stubEnv(name, value);

    const settings = readSettings();

    expect([settings.mode, settings.openai.apiKey.reveal()]).toEqual(["live", "openai-hush"]);
  });

  it.each([
    ["JSON", (value: unknown) => JSON.stringify(value)],
    ["the inspector", (value: unknown) => inspect(value, { depth: null, showHidden: true })],
    [
      "text",
      (value: unknown) =>
        Object.values(Object(value))
          .map((each) => Object.values(Object(each)).join())
          .join(),
    ],
  ])("hides every key in %s", (_, print) => {
    const printed = print(readSettings({ ...complete, EMA_WEBHOOK_SIGNING_KEY: `whsec_${key}` }));

    expect(printed.match(/\[secret\]/g)).toHaveLength(4);
    expect(printed).not.toMatch(/hush|whsec|BwcH/);
  });
});

describe("a variable that is missing", () => {
  it.each([
    ["DEEPGRAM_API_KEY", "create a key at https://console.deepgram.com and set it whole, without spaces"],
    [
      "OPENAI_API_KEY",
      "create a key at https://platform.openai.com/api-keys and set it whole, without spaces",
    ],
    ["EMA_API_URL", "set the URL of the EMA API that takes the webhooks, such as https://ema.example.com"],
    [
      "EMA_WEBHOOK_SECRET",
      "set the secret that the EMA API expects in X-Webhook-Secret, for instance from `openssl rand -hex 32`",
    ],
  ])("%s", (variable, remedy) => {
    expect(failureOf({ ...complete, [variable]: undefined })).toEqual({
      variable,
      message: `${variable} is missing; ${remedy}.`,
    });
    expect(failureOf({ ...complete, [variable]: "" }).variable).toBe(variable);
  });
});

describe("a variable that is wrong", () => {
  const deepgramUrl = "set the origin alone, such as wss://api.deepgram.com, or leave it out";
  const apiUrl = "set the URL of the EMA API that takes the webhooks, such as https://ema.example.com";
  const signingKey = 'set "whsec_" and the output of `openssl rand -base64 32`, or leave it out';
  const dataKey =
    "set the output of `openssl rand -base64 32`, followed after commas by the keys that it replaces, or leave it out";
  const liveKitUrl = "set the origin alone of the LiveKit server, such as wss://livekit.example.com";
  const liveKitSecret =
    "set the secret of LIVEKIT_API_KEY as the LiveKit server knows it, for instance from `openssl rand -hex 32`";
  const maxCalls =
    "not a whole number from 1 to 200; set how many calls this machine takes at once, such as 10, or leave it out";
  const idleProcesses =
    "not a whole number from 1 to 50; set how many processes wait for the next callers, such as 4, or leave it out";
  const drain =
    "not a whole number from 10 to 3600; set for how many seconds calls may go on after SIGTERM, such as 270, or leave it out";
  const authSecret = "set the output of `openssl rand -hex 32`, the same for every process of the API";
  const publicUrl =
    "set the origin alone at which people reach the dashboard, such as https://ema.example.com, or leave it out";
  const trustProxy = "set how many proxies stand before the API, such as 1, or leave it out";
  const healthPort = "set a port from 1 to 65535 on which /healthz is to be answered, or leave it out";
  const fallbackNumber =
    "set the number of a person who takes callers that no workspace answers, such as +15555550100, or leave it out";

  it.each<readonly [variable: string, value: string, rest: string]>([
    [
      "OPENAI_API_KEY",
      "hush hush",
      "a text with white space in it; create a key at https://platform.openai.com/api-keys and set it whole, without spaces",
    ],
    ["DEEPGRAM_URL", "hush", `a text that is not a URL; ${deepgramUrl}`],
    ["DEEPGRAM_URL", "https://hush", `a URL that does not begin with wss:// or ws://; ${deepgramUrl}`],
    ["DEEPGRAM_URL", "wss://hush/v1/listen", `a URL with a path; ${deepgramUrl}`],
    ["EMA_API_URL", "https://me:hush@example.com", `a URL with credentials in it; ${apiUrl}`],
    ["EMA_API_URL", "https://example.com?key=hush", `a URL with a query or fragment; ${apiUrl}`],
    [
      "OPENAI_URL",
      "wss://hush",
      "a URL that does not begin with https:// or http://; set a URL such as https://api.openai.com/v1 or leave it out",
    ],
    [
      "OPENAI_MODEL",
      " hush",
      "a text with white space in it; set a model's name such as gpt-4o or leave it out",
    ],
    ["EMA_WEBHOOK_SIGNING_KEY", "hush", `a text without the prefix whsec_; ${signingKey}`],
    ["EMA_WEBHOOK_SIGNING_KEY", "whsec_hush!", `a text that is not base64 after whsec_; ${signingKey}`],
    ["EMA_WEBHOOK_SIGNING_KEY", "whsec_hush", `a key that is not 24 to 64 bytes long; ${signingKey}`],
    ["EMA_DATA_KEY", "hush!", `a text that is not base64; ${dataKey}`],
    ["EMA_DATA_KEY", `${key},hush`, `a key that is not 32 bytes long; ${dataKey}`],
    ["EMA_DATA_KEY", `${key},`, `a key that is not 32 bytes long; ${dataKey}`],
    ["LIVEKIT_URL", "https://hush", `a URL that does not begin with wss:// or ws://; ${liveKitUrl}`],
    ["LIVEKIT_URL", "wss://hush/rtc", `a URL with a path; ${liveKitUrl}`],
    [
      "LIVEKIT_API_KEY",
      "hush hush",
      "a text with white space in it; set the name of a key pair that the LiveKit server knows, without spaces",
    ],
    ["LIVEKIT_API_SECRET", "hush hush", `a text with white space in it; ${liveKitSecret}`],
    [
      "LIVEKIT_API_SECRET",
      "hush".repeat(8).slice(1),
      `a text of fewer than the 32 characters that livekit-server asks for; ${liveKitSecret}`,
    ],
    [
      "EMA_AGENT_NAME",
      "hush hush",
      "a text with white space in it; set the name that LiveKit's dispatch rules give, such as ema, or leave it out",
    ],
    ...["0", "201", "hush", "1.5", "-1", "1e2"].map((value) => ["EMA_MAX_CALLS", value, maxCalls] as const),
    ...["0", "51"].map((value) => ["EMA_IDLE_PROCESSES", value, idleProcesses] as const),
    ...["9", "3601"].map((value) => ["EMA_DRAIN_SECONDS", value, drain] as const),
    ["EMA_AUTH_SECRET", "hush".repeat(8).slice(1), `a text of fewer than 32 characters; ${authSecret}`],
    ["EMA_AUTH_SECRET", "hush ".repeat(8), `a text with white space in it; ${authSecret}`],
    ["EMA_PUBLIC_URL", "https://ema.example.com/hush", `a URL with a path; ${publicUrl}`],
    ["EMA_PUBLIC_URL", "ws://hush", `a URL that does not begin with https:// or http://; ${publicUrl}`],
    ["EMA_TRUST_PROXY", "hush", `not a whole number from 0 to 9; ${trustProxy}`],
    ["EMA_HEALTH_PORT", "0", `not a port number; ${healthPort}`],
    ["EMA_HEALTH_PORT", "65536", `not a port number; ${healthPort}`],
    ["EMA_WORKSPACES", "hush", "an unknown source; set one of folder, api or leave it out"],
    ...["hush", "5555550100", "+1 555 555 0100", "+1555555010", "+155555501000"].map(
      (value) => ["EMA_FALLBACK_NUMBER", value, `not an E.164 telephone number; ${fallbackNumber}`] as const,
    ),
    ["EMA_DATA_DIR", " hush", "a text with white space around it; set a folder such as .ema or leave it out"],
    [
      "EMA_PROMPTS_DIR",
      "hush ",
      "a text with white space around it; set a folder such as prompts or leave it out",
    ],
    [
      "LOG_LEVEL",
      "hush",
      "an unknown level; set one of trace, debug, info, warn, error, fatal, silent or leave it out",
    ],
  ])("%s=%s", (variable, value, rest) => {
    const failure = failureOf({ ...complete, [variable]: value });

    expect(failure).toEqual({ variable, message: `${variable} is ${rest}.` });
    expect(failure.message).not.toContain("hush");
  });

  it("is not printed with the error", () => {
    const env = { ...complete, OPENAI_API_KEY: "hush hush" };

    expect(inspect(errorOf(env), { depth: null, showHidden: true })).not.toContain("hush");
  });
});
