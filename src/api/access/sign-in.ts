/** Signing people in, by better-auth: sessions in the database, a cookie that no script can read. */
import { type BetterAuthPlugin, betterAuth } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import type { Database } from "#src/api/database/database.ts";
import type { Secret } from "#src/config/secret.ts";
import {
  hashPassword,
  isPassword,
  leastPasswordLength,
  mostPasswordLength,
  type PasswordCost,
} from "./password.ts";

export interface SignInParts {
  database: Database;
  /** At least 32 characters; signs the cookies. */
  secret: Secret;
  /** Origins at which the dashboard is reached, the public one first. */
  origins: readonly [string, ...string[]];
  passwordCost?: PasswordCost;
  /** One sentence, of which no part was sent. */
  onProblem: (problem: string) => void;
}

export type SignIn = ReturnType<typeof createSignIn>;

const sessionSeconds = 12 * 60 * 60;
/** A session that is used is made longer, at most once in this time. */
const renewalSeconds = 60 * 60;

export function createSignIn({ database, secret, origins, passwordCost, onProblem }: SignInParts) {
  const secure = origins[0].startsWith("https:");
  return betterAuth({
    appName: "EMA",
    baseURL: origins[0],
    basePath: "/api/auth",
    trustedOrigins: [...origins],
    secret: secret.reveal(),
    database: { db: database.owner.withoutPlugins(), type: "postgres" },
    session: { expiresIn: sessionSeconds, updateAge: renewalSeconds, cookieCache: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: leastPasswordLength,
      maxPasswordLength: mostPasswordLength,
      password: {
        hash: (password) => hashPassword(password, passwordCost),
        verify: ({ hash, password }) => isPassword(password, hash),
      },
    },
    advanced: {
      // Ours: better-auth's own prefix is the weaker __Secure-.
      useSecureCookies: false,
      cookiePrefix: secure ? "__Host-ema" : "ema",
      defaultCookieAttributes: { secure, sameSite: "strict", httpOnly: true, path: "/" },
      // Where a test runs, better-auth leaves these out unless told.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // Routes of ours are limited beside these: see rate-limits.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      // Its messages may quote what was sent; a wrong password is no problem.
      log: (level) => {
        if (level === "error") onProblem("better-auth reported an error");
      },
    },
    plugins: [startSession],
  });
}

/** Has no path: only this process can call it. */
const startSession = {
  id: "start-session",
  endpoints: {
    startSession: createAuthEndpoint(
      { method: "POST", body: z.object({ userId: z.string() }) },
      async (context) => {
        const { internalAdapter } = context.context;
        const user = await internalAdapter.findUserById(context.body.userId);
        if (user === null) throw new Error("There is no such user.");
        const session = await internalAdapter.createSession(user.id, false);
        await setSessionCookie(context, { session, user });
        return context.json({});
      },
    ),
  },
} satisfies BetterAuthPlugin;
