import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Outbox, OutboundEvent } from "#src/call/ports.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import type { OutboxOptions, WebhookOutbox } from "#src/outbox/outbox-types.ts";

/** The key of the Standard Webhooks specification's examples. */
export const signingKey = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const secret = "correct horse battery staple";

/** Short, so that a failing receiver is tried again at once. */
export const quick = {
  timeoutMs: 2_000,
  backoffBaseMs: 4,
  backoffCapMs: 8,
  pollMs: 5,
  rewriteMs: 5,
  closeWaitMs: 50,
};

export interface Harness extends WebhookOutbox {
  problems: string[];
  call(sessionId: string): Outbox;
}

/** An outbox of the workspace `harbour`, closed when the test ends. */
export function open(file: string, url: string, options: Partial<OutboxOptions> = {}): Harness {
  const problems: string[] = [];
  const outbox = openOutbox({
    file,
    destination: () => ({ url, secret, signingKey, optInEvents: false }),
    onProblem: (reason) => problems.push(reason),
    timing: quick,
    ...options,
  });
  onTestFinished(() => outbox.close());
  return {
    ...outbox,
    problems,
    call: (sessionId) => outbox.forCall({ sessionId, workspaceId: "harbour" }),
  };
}

/** A file in a folder of its own, removed when the test ends. */
export function queueFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "outbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "webhooks.db");
}

export function said(turn: number): OutboundEvent {
  return {
    event_type: "utterance",
    data: {
      speaker: "tenant",
      text: `The ceiling is dripping, turn ${turn}.`,
      turn_index: turn,
      stage: "problem",
      interrupted: false,
    },
  };
}

export const ended: OutboundEvent = {
  event_type: "call_ended",
  data: { duration_seconds: 41.5, total_turns: 9, final_stage: "closing" },
};

/** Event ids differ from run to run. */
export function withoutIds(problems: readonly string[]): string[] {
  return problems.map((problem) => problem.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "<id>"));
}
