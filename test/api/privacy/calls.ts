/** Calls as they lie in the database, and everything that lies there as one text. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Database, json } from "#src/api/database/database.ts";
import { callerHash } from "#src/api/privacy/caller-hash.ts";
import { redactText } from "#src/api/privacy/redact-text.ts";
import { testCallerKey } from "../privacy-parts.ts";

export async function addWorkspace(
  { owner }: Database,
  id: string,
  settings: Record<string, unknown> = {},
): Promise<void> {
  await owner
    .insertInto("workspace")
    .values({
      id,
      name: `${id} homes`,
      timeZone: "America/New_York",
      phoneNumbers: json([]),
      properties: json([{ name: "Maple Court", address: "42 Maple Street", aliases: [] }]),
      vendors: json([{ name: "Bluepipe Plumbing" }]),
      ladder: json([]),
      settings: json(settings),
      office: json({}),
      files: json({}),
      promptsVersion: "1",
      updatedAt: new Date(),
    })
    .execute();
}

export interface AddedCall {
  workspaceId: string;
  number: string | null;
  /** When it ended. */
  endedAt?: Date;
  sessionId?: string;
  status?: "running" | "completed";
  /** Words are stored as they were said. */
  kept?: boolean;
  said?: readonly string[];
}

export const facts = {
  safe: true,
  trade: "plumbing",
  problem: "Gwendolyn's sink leaks",
  name: "Gwendolyn Farquhar",
  address: "718 Wisteria Lane",
  unit: "14F",
  callbackNumber: "5555550142",
};
/** What gives the caller away, however it is written in a dump. */
const marks = ["Gwendolyn", "Farquhar", "Wisteria", "718 W", "14F", "5550142"] as const;
export const usualWords = [
  "I'm Gwendolyn Farquhar, at 718 Wisteria Lane, unit 14F, and the sink leaks.",
  "Call me at 555 555 0142, that's the best number.",
];

/** Resolves to its id. */
export async function addCall({ owner }: Database, call: AddedCall): Promise<string> {
  const id = randomUUID();
  const { workspaceId, number, status = "completed", kept = false, said = usualWords } = call;
  const endedAt = call.endedAt ?? new Date("2026-11-27T03:00:00.000Z");
  await owner
    .insertInto("run")
    .values({
      id,
      workspaceId,
      sessionId: call.sessionId ?? `room-${id}`,
      callSid: number === null ? null : `sip-${number}`,
      status,
      callerNumber: number,
      callerHash: number === null ? null : (callerHash(number, testCallerKey) ?? null),
      startedAt: endedAt,
      lastEventAt: endedAt,
      heardAt: endedAt,
      endedAt: status === "running" ? null : endedAt,
      hazards: json([]),
      facts: json(facts),
      dispatch: json({ state: "requested", vendor: "Bluepipe Plumbing", trade: "plumbing", caller: number }),
      transfer: json({ state: "requested", number: "+15555550111" }),
      providers: json({}),
      metadata: json({ app: "1" }),
      position: sql<number>`nextval('feed_position')`,
    })
    .execute();
  const rows = [
    ...said.map((text) => ({
      eventType: "TENANT_UTTERANCE",
      speaker: "tenant" as const,
      text: kept ? text : redactText(text, { speaker: "tenant", stage: "problem", facts: {} }),
      redacted: !kept,
      data: json({}),
    })),
    { eventType: "INTAKE_RECORDED", speaker: null, text: null, redacted: false, data: json({ facts }) },
  ];
  for (const row of rows)
    await owner
      .insertInto("runEvent")
      .values({
        ...row,
        id: randomUUID(),
        workspaceId,
        runId: id,
        stage: "problem",
        happenedAt: endedAt,
        receivedAt: endedAt,
        position: sql<number>`nextval('feed_position')`,
      })
      .execute();
  return id;
}

export const textsOf = async ({ owner }: Database, runId: string): Promise<(string | null)[]> =>
  (
    await owner
      .selectFrom("runEvent")
      .select("text")
      .where("runId", "=", runId)
      .where("speaker", "is not", null)
      .orderBy("position")
      .execute()
  ).map(({ text }) => text);

/** Every row of every table, as text, except the workspaces, which name their own buildings. */
export async function dump({ owner }: Database): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'workspace'`.execute(owner);
  let all = "";
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} as t`.execute(
      owner,
    );
    all += rows.map(({ row }) => `${name}: ${row}\n`).join("");
  }
  return all;
}

export const marksIn = (text: string): string[] => marks.filter((mark) => text.includes(mark));
