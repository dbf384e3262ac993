import { inspect } from "node:util";
import { initializeLogger, log } from "@livekit/agents";
import { afterEach, expect, it, vi } from "vitest";
import { readSettings } from "#src/config/settings.ts";
import { keyRing } from "../../src/call-recordings.ts";
import { failureOf } from "../config/variables.ts";

const base64 = (byte: number): string => Buffer.alloc(32, byte).toString("base64");
const secrets = {
  DEEPGRAM_API_KEY: "deepgram-hush",
  OPENAI_API_KEY: "openai-hush",
  EMA_WEBHOOK_SECRET: "webhook-hush",
  EMA_WEBHOOK_SIGNING_KEY: `whsec_${base64(3)}`,
  EMA_WEBHOOK_SECRET_MAPLE_COURT: "maple-hush",
  LIVEKIT_API_SECRET: "livekit-hush-of-more-than-32-characters",
  EMA_CALL_LOG_KEY: base64(5),
  EMA_RECORDING_KEYS: `a:${base64(7)},b:${base64(9)}`,
};
const env = {
  ...secrets,
  EMA_API_URL: "https://ema.example.com",
  LIVEKIT_URL: "wss://livekit.example.com",
  LIVEKIT_API_KEY: "key",
};
const settings = readSettings(env, { mode: "worker" });
const values = Object.values(secrets).flatMap((value) =>
  value.split(",").map((each) => each.replace(/^(?:\w:|whsec_)/, "")),
);
const shownIn = (text: string): string[] => values.filter((value) => text.includes(value));

afterEach(() => vi.restoreAllMocks());

it("no secret of the settings is shown by the inspector, JSON, a template, an error or a log", () => {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  initializeLogger({ pretty: false, level: "trace" });
  log().info(
    { settings, ring: keyRing(settings.recordingKeys), of: settings.webhooks.of("maple-court") },
    "all",
  );
  const all = {
    inspected: inspect(settings, { depth: null, showHidden: true }),
    ring: inspect(keyRing(settings.recordingKeys), { depth: null, showHidden: true }),
    json: JSON.stringify([settings, keyRing(settings.recordingKeys)]),
    template: [settings.openai.apiKey, settings.recordingKeys[0]?.key].join(" "),
    error: inspect(new Error("failed", { cause: settings }), { depth: null }),
    printed,
  };

  expect(Object.entries(all).filter(([, text]) => shownIn(text).length > 0)).toEqual([]);
  expect(printed).toContain('"msg":"all"');
  expect(shownIn(settings.openai.apiKey.reveal())).toEqual(["openai-hush"]);
});

it.each(Object.keys(secrets))("%s that is wrong is not repeated by the message", (variable) => {
  const { message } = failureOf({ ...env, [variable]: "hush hush" }, "worker");

  expect(message).toContain(variable);
  expect(message).not.toContain("hush");
});

it.each(["EMA_API_URL", "OPENAI_URL", "DEEPGRAM_URL", "LIVEKIT_URL"])(
  "%s with a token in it is refused, and not repeated",
  (variable) => {
    for (const url of [
      "https://user:hush@example.com",
      "wss://example.com?token=hush",
      "wss://hush:@example.com",
    ])
      expect(failureOf({ ...env, [variable]: url }, "worker").message).not.toContain("hush");
  },
);
