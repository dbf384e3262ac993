import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { audited, auditDays, pruneAudit } from "#src/api/access/audit.ts";
import { createEntry } from "#src/api/access/entry.ts";
import { hashPassword } from "#src/api/access/password.ts";
import { limits } from "#src/api/access/rate-limits.ts";
import { signInTables } from "#src/api/access/sign-in-tables.ts";
import { createToken } from "#src/api/access/tokens.ts";
import { addMember, listMembers, removeMember, setPassword } from "#src/api/access/users.ts";
import { allowed } from "#src/api/access/viewer.ts";
import { type Role, roles } from "#src/api/answers.ts";
import { buildApi } from "#src/api/app.ts";
import type { Database } from "#src/api/database/database.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { removeOld } from "#src/api/jobs/retention.ts";
import { feedChannel, readFeedMessage } from "#src/api/streams/feed.ts";
import { publicUrl, testAccess } from "./access-parts.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace, partsFor, secret } from "./parts.ts";

const password = "right horse, right battery";
const ours = { origin: publicUrl };
const present = Date.parse("2026-11-27T03:00:00.000Z");
const dayMs = 24 * 60 * 60 * 1000;

describe("access", () => {
  let opened: TestDatabase;
  let database: Database;
  let passwordHash: string;
  let now = present;
  const logged: unknown[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    passwordHash = await hashPassword(password, testAccess.passwordCost);
    for (const id of ["maple-court", "oak-row"]) await addWorkspace(database, id);
    for (const role of roles) await addPerson(`${role}@example.com`, role);
  });
  afterAll(() => opened.close());

  const addPerson = (email: string, role: Role, workspaceId = "maple-court") =>
    addMember(database, { email, name: role, workspaceId, role, passwordHash });

  /** An API of its own, so that no test's requests count in another's limits. */
  async function api(parts: Partial<typeof testAccess> = {}): Promise<ApiApp> {
    const log = (message: string): number => logged.push(message);
    const app = await buildApi(
      partsFor(database, {
        access: { ...testAccess, ...parts },
        log: { info: log, warn: log, error: log },
        now: () => now,
      }),
    );
    for (const role of roles)
      app.get<{ Params: { id: string } }>(`/api/workspaces/:id/for-${role}`, async (request) => {
        allowed(request, request.params.id, role);
        return { seen: true };
      });
    app.post("/api/changes", async () => ({ changed: true }));
    onTestFinished(() => app.close());
    return app;
  }

  async function signedIn(app: ApiApp, email: string): Promise<{ cookie: string }> {
    const response = await signIn(app, email);
    expect(response.statusCode).toBe(200);
    return { cookie: cookieOf(response) };
  }

  const token = (workspaceId: string, role: Role, days = 1) =>
    createToken(database.owner, { workspaceId, role, name: "a machine", now: present, days });

  describe("signing in", () => {
    it("takes the right password, whatever the case of the address", async () => {
      const app = await api();
      const response = await signIn(app, "Operator@Example.com");

      expect([response.statusCode, response.json()]).toEqual([200, { success: true }]);
      const me = await app.inject({ url: "/api/me", headers: { cookie: cookieOf(response) } });
      expect(me.json()).toEqual({
        name: "operator",
        email: "operator@example.com",
        workspaces: [
          { id: "maple-court", name: "maple-court", timeZone: "America/New_York", role: "operator" },
        ],
        canPlaceCalls: false,
      });
    });

    it("keeps the session in a cookie that no script and no other site gets", async () => {
      const secure = (await signIn(await api(), "viewer@example.com")).headers["set-cookie"];
      expect(secure).toMatch(
        /^__Host-ema\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/i,
      );

      const app = await api({ publicUrl: "http://127.0.0.1:8080" });
      const plain = await signIn(app, "viewer@example.com", password, { origin: "http://localhost:8080" });
      expect(plain.headers["set-cookie"]).toMatch(
        /^ema\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/i,
      );
    });

    it("answers a wrong password and an unknown address alike, and hashes for both", async () => {
      const app = await api();
      const answers = await Promise.all([
        signIn(app, "viewer@example.com", "wrong horse, wrong battery"),
        signIn(app, "nobody@example.com"),
        signIn(app, "no address"),
      ]);

      for (const answer of answers) {
        expect([answer.statusCode, answer.json()]).toEqual([
          401,
          refusal("wrongCredentials", "The e-mail address or the password is wrong."),
        ]);
        expect(answer.headers["set-cookie"]).toBeUndefined();
      }
    });

    it("refuses after ten attempts from one address at one account, and goes on taking others", async () => {
      const app = await api();
      const attempt = (email: string, remoteAddress: string) =>
        signIn(app, email, "wrong horse, wrong battery", ours, remoteAddress);
      for (let count = 0; count < limits.signIn.max; count++)
        expect((await attempt("viewer@example.com", "192.0.2.1")).statusCode).toBe(401);

      const refused = await signIn(app, "VIEWER@example.com", password, ours, "192.0.2.1");
      expect([refused.statusCode, refused.json().error.code]).toEqual([429, "tooMany"]);
      expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
      expect((await attempt("admin@example.com", "192.0.2.1")).statusCode).toBe(401);
      expect((await signIn(app, "viewer@example.com", password, ours, "192.0.2.2")).statusCode).toBe(200);
    });

    it("refuses an address that tries many accounts, a network of IPv6 being one address", async () => {
      const app = await api();
      for (let count = 0; count < limits.signInAddress.max; count++)
        expect(
          (await signIn(app, `nobody-${count}@example.com`, password, ours, `2001:db8::${count}`)).statusCode,
        ).toBe(401);

      expect((await signIn(app, "viewer@example.com", password, ours, "2001:db8::ffff")).statusCode).toBe(
        429,
      );
    });

    it("believes as many proxies as it is told of, and no header beyond them", async () => {
      const app = await api({ trustedProxies: 1 });
      for (let count = 0; count <= limits.signIn.max; count++)
        await signIn(app, "nobody@example.com", password, {
          ...ours,
          "x-forwarded-for": `198.51.100.${count}, 192.0.2.9`,
        });
      const from = (forwarded: string) =>
        signIn(app, "nobody@example.com", password, { ...ours, "x-forwarded-for": forwarded });

      expect((await from("192.0.2.9")).statusCode).toBe(429);
      expect((await from("192.0.2.10")).statusCode).toBe(401);
    });

    it("has no way to sign up, nor any other of better-auth's routes", async () => {
      const app = await api();
      for (const path of ["sign-up/email", "update-user", "request-password-reset", "sign-in/social"])
        expect(
          (await app.inject({ method: "POST", url: `/api/auth/${path}`, headers: ours, payload: {} }))
            .statusCode,
        ).toBe(404);
    });
  });

  describe("a session", () => {
    it("is over once signed out, whoever kept the cookie", async () => {
      const app = await api();
      const cookie = await signedIn(app, "viewer@example.com");
      const out = await app.inject({
        method: "POST",
        url: "/api/auth/sign-out",
        headers: { ...ours, ...cookie },
      });

      expect(out.statusCode).toBe(200);
      expect(String(out.headers["set-cookie"])).toContain("Max-Age=0");
      expect(await statusOf(app, "/api/me", cookie)).toBe(401);
    });

    it("is over at its end, and made longer by use before", async () => {
      const app = await api();
      const cookie = await signedIn(app, "viewer@example.com");
      const endsIn = (ms: number) =>
        signInTables(database.owner)
          .updateTable("session")
          .set({ expiresAt: new Date(Date.now() + ms) })
          .execute();

      await endsIn(dayMs / 4);
      const renewed = await app.inject({ url: "/api/me", headers: cookie });
      expect([renewed.statusCode, String(renewed.headers["set-cookie"])]).toEqual([
        200,
        expect.stringContaining("Max-Age=43200"),
      ]);
      await endsIn(-1);
      expect(await statusOf(app, "/api/me", cookie)).toBe(401);
    });

    it("is removed, once it is over, by the job that keeps nothing too long", async () => {
      const app = await api();
      const cookie = await signedIn(app, "viewer@example.com");

      await removeOld({ database, now: Date.now });
      expect(await statusOf(app, "/api/me", cookie)).toBe(200);
      const { sessions } = await removeOld({ database, now: () => Date.now() + dayMs });
      expect(sessions).toBeGreaterThan(0);
      expect(await statusOf(app, "/api/me", cookie)).toBe(401);
    });

    it("is over when its cookie is altered, or of a process with another secret", async () => {
      const app = await api();
      const { cookie } = await signedIn(app, "viewer@example.com");

      expect(await statusOf(app, "/api/me", { cookie: cookie.replace("token=", "token=x") })).toBe(401);
      expect(await statusOf(app, "/api/me", { cookie: cookie.replace(/\.[^.]+$/, "") })).toBe(401);
    });

    it("is over at once when its user is removed, or the password was set anew", async () => {
      const app = await api();
      await addPerson("leaving@example.com", "admin");
      const first = await signedIn(app, "leaving@example.com");
      await setPassword(database, "leaving@example.com", passwordHash);
      expect(await statusOf(app, "/api/me", first)).toBe(401);

      const second = await signedIn(app, "leaving@example.com");
      await removeMember(database, "Leaving@example.com", "maple-court");
      expect(await statusOf(app, "/api/workspaces/maple-court/for-viewer", second)).toBe(404);
      await removeMember(database, "leaving@example.com");
      expect(await statusOf(app, "/api/me", second)).toBe(401);
    });

    it("gives way to new ones when its user changes the password", async () => {
      const app = await api();
      await addPerson("changing@example.com", "viewer");
      const [other, own] = [
        await signedIn(app, "changing@example.com"),
        await signedIn(app, "changing@example.com"),
      ];
      const change = (payload: object) =>
        app.inject({
          method: "POST",
          url: "/api/auth/change-password",
          headers: { ...ours, ...own },
          payload,
        });

      const newPassword = "another horse, another battery";
      expect((await change({ currentPassword: "wrong", newPassword })).statusCode).toBe(400);
      expect((await change({ currentPassword: password, newPassword: "short" })).statusCode).toBe(400);
      const changed = await change({ currentPassword: password, newPassword });
      expect([changed.statusCode, changed.json()]).toEqual([200, { success: true }]);
      expect(await statusOf(app, "/api/me", other)).toBe(401);
      expect(await statusOf(app, "/api/me", { cookie: cookieOf(changed) })).toBe(200);
      expect((await signIn(app, "changing@example.com")).statusCode).toBe(401);
    });
  });

  describe("a role", () => {
    it.each<[Role, number[]]>([
      ["viewer", [200, 403, 403]],
      ["operator", [200, 200, 403]],
      ["admin", [200, 200, 200]],
    ])("%s may do what is for it, and nothing in another's workspace", async (role, expected) => {
      const app = await api();
      const machine = await token("maple-court", role);
      const credentials = [
        await signedIn(app, `${role}@example.com`),
        { authorization: `Bearer ${machine.token}` },
      ];

      for (const headers of credentials) {
        const statuses = (workspaceId: string) =>
          Promise.all(
            roles.map((each) => statusOf(app, `/api/workspaces/${workspaceId}/for-${each}`, headers)),
          );
        expect(await statuses("maple-court")).toEqual(expected);
        expect(await statuses("oak-row")).toEqual([404, 404, 404]);
        expect(await statuses("nowhere")).toEqual([404, 404, 404]);
      }
    });

    it("is asked for by every route of administrators", async () => {
      const app = await api();
      for (const role of ["viewer", "operator"] as const) {
        const cookie = await signedIn(app, `${role}@example.com`);
        for (const path of ["members", "tokens", "audit"])
          expect(await statusOf(app, `/api/workspaces/maple-court/${path}`, cookie)).toBe(403);
      }
      for (const path of ["members", "tokens", "audit"])
        expect(await statusOf(app, `/api/workspaces/maple-court/${path}`, {})).toBe(401);
    });
  });

  describe("a token", () => {
    it("is shown once, used, listed without itself, and revoked", async () => {
      const app = await api();
      const headers = { ...ours, ...(await signedIn(app, "admin@example.com")) };
      const url = "/api/workspaces/maple-court/tokens";
      const payload = { name: "the nightly export", role: "operator", days: 30 };

      const made = await app.inject({ method: "POST", url, headers, payload });
      expect([made.statusCode, made.json()]).toEqual([
        201,
        { id: expect.any(String), token: expect.stringMatching(/^ema_[\w-]{43}$/) },
      ]);
      const { id, token } = made.json();
      const bearer = { authorization: `Bearer ${token}` };
      expect((await app.inject({ url: "/api/me", headers: bearer })).json()).toMatchObject({
        name: "the nightly export",
        email: null,
        workspaces: [{ id: "maple-court", role: "operator" }],
      });

      const listed = await app.inject({ url, headers });
      expect(listed.json().tokens.find((each: { id: string }) => each.id === id)).toEqual({
        id,
        name: "the nightly export",
        role: "operator",
        createdAt: "2026-11-27T03:00:00.000Z",
        lastUsedAt: "2026-11-27T03:00:00.000Z",
        expiresAt: "2026-12-27T03:00:00.000Z",
        revokedAt: null,
      });
      expect(listed.body).not.toContain(token);
      const rows = JSON.stringify(await database.owner.selectFrom("apiToken").selectAll().execute());
      expect(rows).not.toContain(token.slice("ema_".length));

      const revoke = () => app.inject({ method: "DELETE", url: `${url}/${id}`, headers });
      expect((await revoke()).statusCode).toBe(204);
      expect(await statusOf(app, "/api/me", bearer)).toBe(401);
      expect((await revoke()).statusCode).toBe(404);
    });

    it("is over at its end, and wrong when a letter is", async () => {
      const app = await api();
      const { token: right } = await token("maple-court", "viewer");
      const statusWith = (text: string) => statusOf(app, "/api/me", { authorization: `Bearer ${text}` });
      onTestFinished(() => {
        now = present;
      });

      expect(await statusWith(right)).toBe(200);
      expect(await statusWith(`${right}x`)).toBe(401);
      expect(await statusWith(right.slice(0, -1))).toBe(401);
      expect(await statusWith("ema_")).toBe(401);
      now = present + dayMs;
      expect(await statusWith(right)).toBe(401);
    });

    it("counts alone, whatever cookie comes with it", async () => {
      const app = await api();
      const cookie = await signedIn(app, "admin@example.com");

      expect(await statusOf(app, "/api/me", { ...cookie, authorization: "Bearer ema_wrong" })).toBe(401);
    });

    it("notes its last use, at most once a minute", async () => {
      const app = await api();
      const { id, token: machine } = await token("maple-court", "viewer");
      onTestFinished(() => {
        now = present;
      });
      const usedAfter = async (ms: number) => {
        now = present + ms;
        await statusOf(app, "/api/me", { authorization: `Bearer ${machine}` });
        const row = await database.owner
          .selectFrom("apiToken")
          .select("lastUsedAt")
          .where("id", "=", id)
          .executeTakeFirstOrThrow();
        return (row.lastUsedAt?.getTime() ?? 0) - present;
      };

      expect([await usedAfter(0), await usedAfter(59_000), await usedAfter(60_000)]).toEqual([0, 0, 60_000]);
    });

    it("of another workspace is not an administrator's to see or revoke, and a token makes none", async () => {
      const app = await api();
      const headers = { ...ours, ...(await signedIn(app, "admin@example.com")) };
      const other = await token("oak-row", "admin");
      const remove = (workspaceId: string) =>
        app.inject({ method: "DELETE", url: `/api/workspaces/${workspaceId}/tokens/${other.id}`, headers });

      expect((await remove("maple-court")).statusCode).toBe(404);
      expect((await remove("oak-row")).statusCode).toBe(404);
      const made = await app.inject({
        method: "POST",
        url: "/api/workspaces/oak-row/tokens",
        headers: { authorization: `Bearer ${other.token}` },
        payload: { name: "another", role: "viewer" },
      });
      expect([made.statusCode, made.json().error.code]).toEqual([403, "notAllowed"]);
      expect(await statusOf(app, "/api/me", { authorization: `Bearer ${other.token}` })).toBe(200);
    });
  });

  describe("another site", () => {
    const post = async (headers: Record<string, string>, payload?: string) => {
      const app = await api();
      const cookie = await signedIn(app, "admin@example.com");
      const options: InjectOptions = {
        method: "POST",
        url: "/api/changes",
        headers: { ...cookie, ...headers },
      };
      const response = await app.inject(payload === undefined ? options : { ...options, payload });
      return [response.statusCode, response.json().error?.code];
    };
    const asJson = { "content-type": "application/json" };

    it("gets nothing changed with a visitor's cookie", async () => {
      expect(await post(ours, undefined)).toEqual([200, undefined]);
      expect(await post({ "sec-fetch-site": "same-origin" })).toEqual([200, undefined]);
      expect(await post({})).toEqual([403, "crossSite"]);
      for (const origin of [
        "https://evil.example",
        "null",
        `${publicUrl}.evil.example`,
        "http://ema.example.com",
      ])
        expect(await post({ origin, ...asJson }, "{}")).toEqual([403, "crossSite"]);
      expect(await post({ origin: "https://evil.example", "sec-fetch-site": "same-site" })).toEqual([
        403,
        "crossSite",
      ]);
    });

    it("cannot send what a form sends", async () => {
      for (const type of [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
      ])
        expect(await post({ ...ours, "content-type": type }, "{}")).toEqual([415, "notJson"]);
    });

    it("opens no WebSocket, signs nobody in, and signs nobody out", async () => {
      const app = await api();
      const cookie = await signedIn(app, "viewer@example.com");
      const evil = { origin: "https://evil.example" };

      expect(await statusOf(app, "/api/me", { ...cookie, ...evil, upgrade: "websocket" })).toBe(403);
      expect((await signIn(app, "viewer@example.com", password, evil)).statusCode).toBe(403);
      const out = await app.inject({
        method: "POST",
        url: "/api/auth/sign-out",
        headers: { ...cookie, ...evil },
      });
      expect(out.statusCode).toBe(403);
      expect(await statusOf(app, "/api/me", cookie)).toBe(200);
    });

    it("is no matter to a token, which no browser adds by itself", async () => {
      const app = await api();
      const machine = await token("maple-court", "viewer");
      const response = await app.inject({
        method: "POST",
        url: "/api/changes",
        headers: { authorization: `Bearer ${machine.token}` },
      });

      expect(response.statusCode).toBe(200);
    });
  });

  describe("the headers", () => {
    it("let a page load what is its own, and nobody else show it", async () => {
      const { headers } = await (await api()).inject("/api/me");
      const policy = String(headers["content-security-policy"]).replaceAll(/'nonce-[\da-f]{32}'/g, "'nonce'");

      expect(policy.split(";")).toEqual([
        "default-src 'none'",
        "script-src 'self' 'nonce'",
        "style-src 'self' 'nonce'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self' wss://ema.example.com",
        "media-src 'self' blob:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ]);
      expect(headers).toMatchObject({
        "strict-transport-security": "max-age=31536000",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "cache-control": "no-store",
      });
      expect(headers).not.toHaveProperty("x-powered-by");
    });

    it("have a nonce of their own each time, and no HTTPS for ever where there is none", async () => {
      const app = await api({ publicUrl: "http://127.0.0.1:8080" });
      const policies = [await app.inject("/healthz"), await app.inject("/healthz")].map(({ headers }) =>
        String(headers["content-security-policy"]),
      );

      expect(policies[0]).toContain("connect-src 'self' ws://127.0.0.1:8080");
      expect(policies[0]).not.toBe(policies[1]);
      expect((await app.inject("/healthz")).headers).not.toHaveProperty("strict-transport-security");
    });
  });

  describe("limits", () => {
    it("hold for each person and token, and for an address of strangers", async () => {
      const app = await api();
      const [first, second] = [await token("maple-court", "viewer"), await token("maple-court", "viewer")];
      const as = (machine: { token: string }) =>
        statusOf(app, "/api/workspaces/maple-court/for-viewer", { authorization: `Bearer ${machine.token}` });
      for (let count = 0; count < limits.stranger.max; count++)
        expect(await statusOf(app, "/api/me", {})).toBe(401);

      expect(await statusOf(app, "/api/me", {})).toBe(429);
      expect([await as(first), await as(second)]).toEqual([200, 200]);
    });

    it("hold for wrong secrets of webhooks, and never for a right one", async () => {
      const app = await api();
      const statusWith = (given: string, remoteAddress = "192.0.2.1") =>
        app
          .inject({
            method: "POST",
            url: "/webhooks/livekit/utterance",
            headers: { "x-webhook-secret": given },
            payload: {},
            remoteAddress,
          })
          .then(({ statusCode }) => statusCode);
      for (let count = 0; count < limits.wrongSecret.max; count++) {
        expect(await statusWith("wrong")).toBe(401);
        expect(await statusWith(secret)).toBe(400);
      }

      expect([await statusWith("wrong"), await statusWith("wrong", "192.0.2.2")]).toEqual([429, 401]);
      expect(await statusWith(secret)).toBe(400);
    });
  });

  describe("the link of a system on one machine", () => {
    it("lets its holder in as the administrator of every workspace, with a session like any other", async () => {
      const entry = createEntry();
      const app = await api({ entry, publicUrl: "http://127.0.0.1:8080", canPlaceCalls: true });
      const entered = await app.inject(entry.path);

      expect([entered.statusCode, entered.headers.location]).toEqual([302, "/"]);
      const me = await app.inject({ url: "/api/me", headers: { cookie: cookieOf(entered) } });
      expect(me.json()).toMatchObject({
        name: "Local administrator",
        workspaces: [
          { id: "maple-court", role: "admin" },
          { id: "oak-row", role: "admin" },
        ],
        canPlaceCalls: true,
      });
      expect((await app.inject(entry.path)).statusCode).toBe(302);
    });

    it("is there only where it was made, and only as it was made", async () => {
      const entry = createEntry();
      const app = await api({ entry });

      expect((await app.inject(`${entry.path}x`)).statusCode).toBe(404);
      expect((await app.inject(createEntry().path)).statusCode).toBe(404);
      expect((await app.inject("/enter")).statusCode).toBe(400);
      expect((await (await api()).inject(entry.path)).statusCode).toBe(404);
    });
  });

  describe("the audit", () => {
    it("says who did what, latest first, page by page, to the workspace's administrators", async () => {
      await addWorkspace(database, "elm-street");
      await addPerson("auditor@example.com", "admin", "elm-street");
      const runId = "00000000-0000-4000-8000-000000000000";
      const app = await api();
      app.get("/api/looks", async (request) => {
        await audited(request, { action: "runViewed", workspaceId: "elm-street", runId });
        return {};
      });
      expect((await signIn(app, "auditor@example.com", "wrong horse, wrong battery")).statusCode).toBe(401);
      const page = (query: string, headers: Record<string, string>) =>
        app.inject({ url: `/api/workspaces/elm-street/audit${query}`, headers });
      const machine = await token("elm-street", "admin");
      const bearer = { authorization: `Bearer ${machine.token}` };
      await vi.waitFor(async () => expect((await page("", bearer)).json().entries).toHaveLength(2));
      const cookie = await signedIn(app, "auditor@example.com");
      await vi.waitFor(async () => expect((await page("", bearer)).json().entries).toHaveLength(3));
      expect(await statusOf(app, "/api/looks", cookie)).toBe(200);
      expect(await statusOf(app, "/api/looks", {})).toBe(401);

      const first = (await page("?limit=3", cookie)).json();
      const second = (await page(`?limit=3&before=${first.next}`, cookie)).json();
      const person = { id: expect.any(String), kind: "person", name: "admin", email: "auditor@example.com" };
      const common = { id: expect.any(Number), happenedAt: expect.any(String), actor: person, runId: null };
      expect([first.entries, second.entries]).toEqual([
        [
          { ...common, action: "runViewed", runId },
          { ...common, action: "signedIn" },
          { ...common, action: "signInFailed" },
        ],
        [
          {
            ...common,
            action: "memberSet",
            actor: { id: "users", kind: "command", name: "npm run users", email: null },
          },
        ],
      ]);
      expect(second.next).toBeNull();
    });

    it("says who signed out, and every process hears that their streams are to end", async () => {
      await addWorkspace(database, "ash-lane");
      await addPerson("leaver@example.com", "viewer", "ash-lane");
      const app = await api();
      const cookie = await signedIn(app, "leaver@example.com");
      const heard: unknown[] = [];
      const stop = await database.listen(feedChannel, {
        onMessage: (payload) => heard.push(readFeedMessage(payload)),
        onGap: () => {},
      });
      onTestFinished(stop);
      const left = () =>
        app.inject({ method: "POST", url: "/api/auth/sign-out", headers: { ...ours, ...cookie } });
      expect((await left()).statusCode).toBe(200);
      expect((await left()).statusCode).toBe(200);

      const entries = await database.owner
        .selectFrom("auditEntry")
        .select(["action", "actorId"])
        .where("workspaceId", "=", "ash-lane")
        .orderBy("id", "desc")
        .execute();
      expect(entries.filter(({ action }) => action === "signedOut")).toEqual([
        { action: "signedOut", actorId: expect.any(String) },
      ]);
      await vi.waitFor(() => expect(heard).toEqual([{ kind: "closed", viewerId: entries[0]?.actorId }]));
    });

    it("is kept for a year", async () => {
      const before = new Date(present - auditDays * dayMs);
      const entries = [-1, 0].map((ms) => ({
        workspaceId: "oak-row",
        happenedAt: new Date(before.getTime() + ms),
        actorId: "1",
        actorKind: "person" as const,
        actorName: "long gone",
        actorEmail: null,
        action: "runViewed",
        runId: null,
      }));
      await database.owner.insertInto("auditEntry").values(entries).execute();

      expect([await pruneAudit(database, before), await pruneAudit(database, before)]).toEqual([1, 0]);
    });
  });

  it("lists members to administrators, and users to the command", async () => {
    const app = await api();
    const headers = await signedIn(app, "admin@example.com");
    const { members } = (await app.inject({ url: "/api/workspaces/maple-court/members", headers })).json();

    expect(members).toContainEqual({
      id: expect.any(String),
      name: "viewer",
      email: "viewer@example.com",
      role: "viewer",
    });
    expect(JSON.stringify(members)).not.toContain("scrypt");
    expect(await listMembers(database)).toContainEqual({
      email: "viewer@example.com",
      name: "viewer",
      workspaceId: "maple-court",
      role: "viewer",
    });
  });

  it("changes the role of a user who is there, and refuses workspaces and users who are not", async () => {
    await addPerson("rising@example.com", "viewer");

    expect(await addPerson("Rising@example.com", "admin")).toBe("changed");
    expect((await listMembers(database)).filter(({ email }) => email === "rising@example.com")).toEqual([
      { email: "rising@example.com", name: "viewer", workspaceId: "maple-court", role: "admin" },
    ]);
    await expect(addPerson("rising@example.com", "admin", "nowhere")).rejects.toThrow(
      "There is no workspace with that id",
    );
    await expect(removeMember(database, "nobody@example.com")).rejects.toThrow(
      "There is no user with that address",
    );
    await expect(setPassword(database, "nobody@example.com", passwordHash)).rejects.toThrow(
      "There is no user with that address",
    );
  });

  it("logged nothing all the while", () => {
    expect(logged).toEqual([]);
  });
});

const refusal = (code: string, message: string) => ({ success: false, error: { code, message } });

function signIn(
  app: ApiApp,
  email: string,
  given = password,
  headers: Record<string, string> = ours,
  remoteAddress = "127.0.0.1",
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    headers,
    payload: { email, password: given },
    remoteAddress,
  });
}

async function statusOf(app: ApiApp, url: string, headers: Record<string, string>): Promise<number> {
  return (await app.inject({ url, headers })).statusCode;
}

const cookieOf = ({ cookies }: LightMyRequestResponse): string =>
  cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; ");
