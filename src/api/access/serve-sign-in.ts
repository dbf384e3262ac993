/** `/api/auth/*`: the few of better-auth's routes that there are, each given what it needs and no more. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { AuditAction } from "#src/api/answers.ts";
import type { Database } from "#src/api/database/database.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { publish } from "#src/api/streams/feed.ts";
import { enterAudit } from "./audit.ts";
import { leastPasswordLength, mostPasswordLength } from "./password.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { SignIn } from "./sign-in.ts";
import type { Viewer } from "./viewer.ts";

interface Parts {
  signIn: SignIn;
  database: Database;
  limits: RateLimits;
  onProblem: (problem: string) => void;
}

const doneSchema = z.object({ success: z.literal(true) });
const done = { success: true } as const;
const password = z.string().min(1).max(mostPasswordLength);
const longestAddress = 320;

export function serveSignIn(app: ApiApp, { signIn, database, limits, onProblem }: Parts): void {
  const schema = { response: { 200: doneSchema, "4xx": refusalSchema } };

  app.post(
    "/api/auth/sign-in/email",
    { schema: { ...schema, body: z.object({ email: z.string().min(1).max(longestAddress), password }) } },
    async (request, reply) => {
      const { email } = request.body;
      await limits.signIn(request, reply, email);
      const answer = await ask(request, "/sign-in/email", request.body);
      // Neither the answer nor how long it takes may tell whether there is such an account.
      void enterSignIn(email, answer.ok ? "signedIn" : "signInFailed").catch(() =>
        onProblem("a sign-in could not be entered in the audit"),
      );
      if (answer.status >= 500) throw new Error("better-auth failed");
      if (!answer.ok)
        throw new ApiError(401, "wrongCredentials", "The e-mail address or the password is wrong.");
      passCookies(answer, reply);
      return done;
    },
  );

  app.post("/api/auth/sign-out", { schema }, async (request, reply) => {
    const viewer = await app.viewerNow(request);
    passCookies(await ask(request, "/sign-out", {}), reply);
    await over(viewer, "signedOut");
    return done;
  });

  app.post(
    "/api/auth/change-password",
    {
      schema: {
        ...schema,
        body: z.object({ currentPassword: password, newPassword: password.min(leastPasswordLength) }),
      },
    },
    async (request, reply) => {
      // Guesses of the present password count as sign-ins do.
      await limits.signIn(request, reply, request.headers.cookie ?? "");
      const body = { ...request.body, revokeOtherSessions: true };
      const viewer = await app.viewerNow(request);
      const answer = await ask(request, "/change-password", body);
      if (answer.status >= 500) throw new Error("better-auth failed");
      if (answer.status === 401) throw new ApiError(401, "signedOut", "Sign in first.");
      if (!answer.ok) throw new ApiError(400, "wrongCredentials", "The present password is wrong.");
      passCookies(answer, reply);
      await over(viewer, "passwordSet");
      return done;
    },
  );

  /** Streams of sessions that ended end at once, in every process; those of one that goes on come again. */
  async function over(viewer: Viewer | null, action: AuditAction): Promise<void> {
    if (viewer?.kind !== "person") return;
    await publish(database.owner, [{ kind: "closed", viewerId: viewer.id }]);
    for (const workspaceId of viewer.roles.keys())
      await enterAudit(database, viewer, { action, workspaceId });
  }

  /** Only the headers by which better-auth judges are passed on; the address is the one that proxies are believed about. */
  function ask({ headers, ip }: FastifyRequest, path: string, body: object): Promise<Response> {
    const passed = new Headers({ "content-type": "application/json", "x-forwarded-for": ip });
    for (const name of [
      "cookie",
      "origin",
      "sec-fetch-site",
      "sec-fetch-mode",
      "sec-fetch-dest",
      "user-agent",
    ]) {
      const value = headers[name];
      if (typeof value === "string") passed.set(name, value);
    }
    const url = `${signIn.options.baseURL}/api/auth${path}`;
    return signIn.handler(new Request(url, { method: "POST", headers: passed, body: JSON.stringify(body) }));
  }

  async function enterSignIn(email: string, action: AuditAction): Promise<void> {
    const memberships = await database.owner
      .selectFrom("user")
      .innerJoin("membership", "membership.userId", "user.id")
      .select(["user.id", "user.name", "user.email", "workspaceId"])
      .where("email", "=", email.toLowerCase())
      .execute();
    for (const { workspaceId, ...person } of memberships)
      await enterAudit(database, { ...person, kind: "person" }, { action, workspaceId });
  }
}

function passCookies(answer: Response, reply: FastifyReply): void {
  for (const cookie of answer.headers.getSetCookie()) reply.header("set-cookie", cookie);
}
