import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readSettings } from "#src/config/settings.ts";
import { complete, failureOf } from "./variables.ts";

const worker = {
  ...complete,
  LIVEKIT_URL: "wss://livekit.example.com/",
  LIVEKIT_API_KEY: "ema-key",
  LIVEKIT_API_SECRET: "livekit-hush-".padEnd(32, "x"),
};

describe("a worker", () => {
  it("takes ten calls at once from LiveKit, of workspaces in a folder, when nothing else is said", () => {
    const { mode, livekit, capacity, workspaces, fallbackNumber } = readSettings(worker, { mode: "worker" });

    expect({ mode, livekit: { ...livekit, apiSecret: livekit.apiSecret.reveal() } }).toEqual({
      mode: "worker",
      livekit: {
        url: "wss://livekit.example.com",
        apiKey: "ema-key",
        apiSecret: worker.LIVEKIT_API_SECRET,
        agentName: "ema",
      },
    });
    expect({ capacity, workspaces, fallbackNumber }).toEqual({
      capacity: { maxCalls: 10, idleProcesses: 4, drainMs: 270_000 },
      workspaces: "folder",
      fallbackNumber: undefined,
    });
  });

  it("takes what is given", () => {
    const settings = readSettings(
      {
        ...worker,
        LIVEKIT_URL: "ws://127.0.0.1:7880",
        EMA_AGENT_NAME: "ema-staging",
        EMA_MAX_CALLS: "200",
        EMA_IDLE_PROCESSES: "1",
        EMA_DRAIN_SECONDS: "10",
        EMA_WORKSPACES: "api",
        EMA_FALLBACK_NUMBER: "+15555550199",
      },
      { mode: "worker" },
    );

    expect(settings).toMatchObject({
      livekit: { url: "ws://127.0.0.1:7880", agentName: "ema-staging" },
      capacity: { maxCalls: 200, idleProcesses: 1, drainMs: 10_000 },
      workspaces: "api",
      fallbackNumber: "+15555550199",
    });
  });

  it("has everything that a live call needs", () => {
    const { deepgram, openai, webhooks } = readSettings(worker, { mode: "worker" });

    expect([
      deepgram.apiKey.reveal(),
      openai.apiKey.reveal(),
      webhooks.url,
      webhooks.of("maple-court").secret.reveal(),
    ]).toEqual(["deepgram-hush", "openai-hush", "https://ema.example.com", "webhook-hush"]);
  });

  it("hides its secret", () => {
    const settings = readSettings(worker, { mode: "worker" });

    expect(JSON.stringify(settings) + inspect(settings, { depth: null, showHidden: true })).not.toContain(
      "hush",
    );
  });

  it.each([
    ["LIVEKIT_URL", "set the origin alone of the LiveKit server, such as wss://livekit.example.com"],
    ["LIVEKIT_API_KEY", "set the name of a key pair that the LiveKit server knows, without spaces"],
    [
      "LIVEKIT_API_SECRET",
      "set the secret of LIVEKIT_API_KEY as the LiveKit server knows it, for instance from `openssl rand -hex 32`",
    ],
    [
      "EMA_WEBHOOK_SECRET",
      "set the secret that the EMA API expects in X-Webhook-Secret, for instance from `openssl rand -hex 32`",
    ],
  ])("does not start without %s", (variable, remedy) => {
    expect(failureOf({ ...worker, [variable]: "" }, "worker")).toEqual({
      variable,
      message: `${variable} is missing; ${remedy}.`,
    });
  });
});

describe("the telephone's set-up", () => {
  const { LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = worker;

  it("needs LiveKit's variables alone", () => {
    const { livekit } = readSettings(
      { LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET },
      { mode: "telephone" },
    );

    expect({ ...livekit, apiSecret: livekit.apiSecret.reveal() }).toEqual({
      url: "wss://livekit.example.com",
      apiKey: "ema-key",
      apiSecret: LIVEKIT_API_SECRET,
      agentName: "ema",
    });
  });

  it("says which of them is missing", () => {
    expect(() => readSettings({ LIVEKIT_URL, LIVEKIT_API_KEY }, { mode: "telephone" })).toThrow(
      /^LIVEKIT_API_SECRET is missing; set the secret/,
    );
  });
});
