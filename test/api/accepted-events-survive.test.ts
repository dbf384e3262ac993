import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { openDatabase } from "#src/api/database/database.ts";
import { pgliteDriver } from "#src/api/database/pglite.ts";
import { freePort } from "../outbox/receiver.ts";
import { type Body, burstPipe, callOf } from "./agent.ts";
import { openTestDatabase } from "./databases.ts";

/** Of all that are sent at once: some are stored, some are being stored, some have not been read. */
const acceptedBeforeTheEnd = 40;

/** The database inside the process is made by the one that is killed, and opened again by this one. */
const twoStartsMs = 120_000;

it(
  "what was accepted is in the database when the process is killed in the midst of more",
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "ema-killed-"));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const postgres = inject("postgres") === undefined ? undefined : await openTestDatabase();
    if (postgres !== undefined) onTestFinished(() => postgres.close());
    const port = await freePort();
    const api = spawn(process.execPath, ["src/api.ts"], {
      env: {
        PATH: process.env["PATH"],
        EMA_DATA_DIR: dataDir,
        EMA_WEBHOOK_SECRET: "hush",
        EMA_AUTH_SECRET: "a-secret-of-more-than-32-characters",
        EMA_API_PORT: String(port),
        DATABASE_URL: postgres?.url ?? "",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void api.kill("SIGKILL"));
    const gone = once(api, "exit");
    const [line] = await Promise.race([once(api.stdout, "data"), gone]);
    expect(String(line)).toContain("listening");

    const accepted: string[] = [];
    const post = async (body: Body): Promise<void> => {
      const path = body.event_type === "utterance" ? "utterance" : "call-initiated";
      const response = await fetch(`http://127.0.0.1:${port}/webhooks/livekit/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-webhook-secret": "hush" },
        body: JSON.stringify(body),
      });
      if (response.ok) accepted.push(String(body["id"]));
      if (accepted.length === acceptedBeforeTheEnd) api.kill("SIGKILL");
    };
    const calls = Array.from({ length: 60 }, (_, index) => callOf(`room-${index}`, burstPipe.slice(0, 3)));
    await Promise.allSettled(
      calls.map(async (call) => {
        for (const body of call) await post(body);
      }),
    );
    await gone;

    const database = postgres?.database ?? (await openDatabase(await pgliteDriver(join(dataDir, "api-db"))));
    const stored = await database.owner.selectFrom("runEvent").select("id").execute();
    if (postgres === undefined) await database.close();
    const ids = new Set(stored.map(({ id }) => id));
    expect(accepted.length).toBeGreaterThanOrEqual(acceptedBeforeTheEnd);
    expect(accepted.filter((id) => !ids.has(id))).toEqual([]);
  },
  twoStartsMs,
);
