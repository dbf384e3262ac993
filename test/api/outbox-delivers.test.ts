import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { buildApi } from "#src/api/app.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import { type ToldEvent, webhookEventSchema } from "#src/outbox/contract.ts";
import { burstPipe, callOf } from "./agent.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace, partsFor } from "./parts.ts";
import { runOf, timelineOf } from "./stored.ts";

const signingKey = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

it("the agent's own outbox delivers a call into the API: signed, in order, and again where an answer was lost", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ema-outbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await addWorkspace(opened.database, "maple-court");
  await addWorkspace(opened.database, "elm");
  const webhooks = {
    shared: { secret: "shared-hush", signingKey: undefined },
    own: new Map([["elm", { secret: "elm-hush", signingKey }]]),
  };
  const app = await buildApi(partsFor(opened.database, { webhooks }));
  let answers = 0;
  // Every third answer is lost on its way, after the event was stored.
  app.addHook("onSend", async (request) => {
    answers += 1;
    if (answers % 3 === 0) request.raw.socket.destroy();
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => app.close());

  const outbox = openOutbox({
    file: join(folder, "outbox.db"),
    destination: (id) => ({
      url,
      optInEvents: true,
      ...(id === "elm" ? { secret: "elm-hush", signingKey } : { secret: "shared-hush" }),
    }),
    onProblem: () => {},
    timing: { backoffBaseMs: 5, backoffCapMs: 20 },
  });
  onTestFinished(() => outbox.close());
  for (const workspaceId of ["maple-court", "elm"]) {
    const call = outbox.forCall({ sessionId: `room-${workspaceId}`, workspaceId, callSid: "sip-1" });
    for (const event of told) call.enqueue(event);
  }
  expect(await outbox.flush(19_000)).toBe(0);
  expect(outbox.pending()).toEqual({ waiting: 0, dead: 0, inMemory: 0 });

  for (const workspaceId of ["maple-court", "elm"]) {
    expect(await runOf(opened, `room-${workspaceId}`)).toMatchObject({
      workspaceId,
      status: "completed",
      callSid: "sip-1",
      hazards: ["gas", "flood"],
      missing: 0,
    });
    const timeline = await timelineOf(opened, `room-${workspaceId}`);
    expect(timeline.map(({ sequence }) => sequence)).toEqual(told.map((_, sequence) => sequence));
  }
  expect(answers).toBeGreaterThan(told.length * 2);
});

const told: ToldEvent[] = callOf("room", burstPipe).map((body) => {
  const { event_type, data } = webhookEventSchema.parse(body);
  return { event_type, data } as ToldEvent;
});
