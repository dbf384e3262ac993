import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readSettings } from "#src/config/settings.ts";
import { complete, errorOf, failureOf, key } from "./variables.ts";

const otherKey = Buffer.alloc(32, 8).toString("base64");
const secretsOf = (env: Record<string, string>, workspaceId: string) => {
  const { secret, signingKey } = readSettings({ ...complete, ...env }).webhooks.of(workspaceId);
  return { secret: secret.reveal(), signingKey: signingKey?.reveal() };
};

describe("a workspace's webhook secrets", () => {
  const env = {
    EMA_WEBHOOK_SIGNING_KEY: `whsec_${key}`,
    EMA_WEBHOOK_SECRET_MAPLE_COURT: "maple-hush",
    EMA_WEBHOOK_SIGNING_KEY_MAPLE_COURT: `whsec_${otherKey}`,
    EMA_WEBHOOK_SECRET_ELM: "elm-hush",
    EMA_WEBHOOK_SECRET_THE_OLD_ELM: "old-hush",
    EMA_WEBHOOK_SIGNING_KEY_OAK2: `whsec_${otherKey}`,
    EMA_WEBHOOK_SECRET_PINE: "",
  };

  it.each([
    ["maple-court", "maple-hush", otherKey],
    ["elm", "elm-hush", key],
    ["the-old-elm", "old-hush", key],
    ["oak2", "webhook-hush", otherKey],
    ["pine", "webhook-hush", key],
    ["maple", "webhook-hush", key],
    ["maple-court-two", "webhook-hush", key],
  ])("of %s are its own, or else everybody's", (id, secret, signingKey) => {
    expect(secretsOf(env, id)).toEqual({ secret, signingKey: `whsec_${signingKey}` });
  });

  it("are nobody's signing key when there is none", () => {
    expect(secretsOf({ EMA_WEBHOOK_SECRET_ELM: "elm-hush" }, "elm")).toEqual({
      secret: "elm-hush",
      signingKey: undefined,
    });
  });

  it("do not stand in for everybody's", () => {
    expect(failureOf({ ...complete, EMA_WEBHOOK_SECRET: "", EMA_WEBHOOK_SECRET_ELM: "hush" }).variable).toBe(
      "EMA_WEBHOOK_SECRET",
    );
  });

  it("are hidden, asked for or not", () => {
    const { webhooks } = readSettings({ ...complete, ...env });
    const print = (value: unknown) =>
      JSON.stringify(value) + inspect(value, { depth: null, showHidden: true });

    expect(print(webhooks) + print(webhooks.of("maple-court"))).not.toMatch(/hush|whsec|CAgI/);
  });
});

describe("fail the start when", () => {
  const name = (prefix: string) =>
    `a name that no workspace can have; write ${prefix} and the workspace's id in capitals, hyphens as underscores`;
  const signingKey = 'set "whsec_" and the output of `openssl rand -base64 32`, or leave it out';

  it.each([
    ["EMA_WEBHOOK_SECRET_maple-court", "hush", name("EMA_WEBHOOK_SECRET_")],
    ["EMA_WEBHOOK_SECRET_", "hush", name("EMA_WEBHOOK_SECRET_")],
    ["EMA_WEBHOOK_SIGNING_KEY_2ND", `whsec_${key}`, name("EMA_WEBHOOK_SIGNING_KEY_")],
    [
      "EMA_WEBHOOK_SECRET_ELM",
      "hush hush",
      "a text with white space in it; set the secret that the EMA API expects in X-Webhook-Secret, for instance from `openssl rand -hex 32`",
    ],
    ["EMA_WEBHOOK_SIGNING_KEY_ELM", "hush", `a text without the prefix whsec_; ${signingKey}`],
    ["EMA_WEBHOOK_SIGNING_KEY_ELM", "whsec_hush", `a key that is not 24 to 64 bytes long; ${signingKey}`],
  ])("%s=%s", (variable, value, rest) => {
    const env = { ...complete, [variable]: value };

    expect(failureOf(env)).toEqual({ variable, message: `${variable} is ${rest}.` });
    expect(inspect(errorOf(env), { depth: null, showHidden: true })).not.toMatch(/hush|BwcH/);
  });
});
