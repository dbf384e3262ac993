import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readSettings } from "#src/config/settings.ts";
import { failureOf, key } from "./variables.ts";

const authSecret = "auth-hush".repeat(4);
const secret = { EMA_WEBHOOK_SECRET: "webhook-hush", EMA_AUTH_SECRET: authSecret };

describe("the API", () => {
  it("needs the secrets of webhooks and of sessions, and nothing else", () => {
    const { mode, access, webhooks, databaseUrl, listen, dataDir, promptsDir } = readSettings(secret, {
      mode: "api",
    });

    expect({ mode, databaseUrl, listen, dataDir, promptsDir }).toEqual({
      mode: "api",
      databaseUrl: undefined,
      listen: { host: "127.0.0.1", port: 4100 },
      dataDir: ".ema",
      promptsDir: "prompts",
    });
    expect([webhooks.secret.reveal(), webhooks.signingKey, webhooks.own]).toEqual([
      "webhook-hush",
      undefined,
      new Map(),
    ]);
    expect({ ...access, secret: access.secret.reveal() }).toEqual({
      secret: authSecret,
      publicUrl: "http://127.0.0.1:4100",
      trustedProxies: 0,
    });
    expect(failureOf({ EMA_WEBHOOK_SECRET: "webhook-hush" }, "api")).toEqual({
      variable: "EMA_AUTH_SECRET",
      message:
        "EMA_AUTH_SECRET is missing; set the output of `openssl rand -hex 32`, the same for every process of the API.",
    });
    expect(failureOf({}, "api")).toEqual({
      variable: "EMA_WEBHOOK_SECRET",
      message:
        "EMA_WEBHOOK_SECRET is missing; set the secret that the EMA API expects in X-Webhook-Secret, for instance from `openssl rand -hex 32`.",
    });
  });

  it("takes what is given, and what workspaces have of their own", () => {
    const settings = readSettings(
      {
        ...secret,
        DATABASE_URL: "postgresql://ema:database-hush@db.example.com:5433/ema",
        EMA_API_HOST: "0.0.0.0",
        EMA_API_PORT: "8080",
        EMA_PUBLIC_URL: "https://ema.example.com",
        EMA_WEBHOOK_SECRET_MAPLE_COURT: "maple-hush",
        EMA_WEBHOOK_SIGNING_KEY_ELM: `whsec_${key}`,
      },
      { mode: "api" },
    );

    expect(settings.listen).toEqual({ host: "0.0.0.0", port: 8080 });
    expect(settings.access.publicUrl).toBe("https://ema.example.com");
    expect(settings.databaseUrl?.reveal()).toBe("postgresql://ema:database-hush@db.example.com:5433/ema");
    expect(
      [...settings.webhooks.own].map(([id, own]) => [id, own.secret?.reveal(), own.signingKey?.reveal()]),
    ).toEqual([
      ["maple-court", "maple-hush", undefined],
      ["elm", undefined, `whsec_${key}`],
    ]);
    expect(JSON.stringify(settings) + inspect(settings, { depth: null, showHidden: true })).not.toMatch(
      /hush|whsec/,
    );
  });

  it.each([
    ["DATABASE_URL", "hush", "a text that is not a URL"],
    [
      "DATABASE_URL",
      "mysql://ema:hush@db/ema",
      "a URL that does not begin with postgres:// or postgresql://",
    ],
    ["DATABASE_URL", "postgres://ema:hush@db", "a URL without a database's name"],
    ["EMA_API_PORT", "70000", "not a port number"],
    ["EMA_API_HOST", "my host", "a text with white space in it"],
  ])("refuses %s that is %s", (variable, value, found) => {
    const failure = failureOf({ ...secret, [variable]: value }, "api");

    expect(failure.variable).toBe(variable);
    expect(failure.message).toMatch(new RegExp(`^${variable} is ${found}; .*leave it out.*\\.$`));
    expect(failure.message).not.toContain("hush");
  });
});
