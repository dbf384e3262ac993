/** What the API answers, as JSON: the dashboard reads it by these types. Times are ISO 8601 in UTC. */
import { z } from "zod";
import { usageSchema } from "#src/outbox/contract.ts";

const time = z.iso.datetime({ precision: 3 });

export const runStatusSchema = z.enum(["running", "completed", "lost"]);

/** One call. */
const runSchema = z.object({
  id: z.uuid(),
  workspaceId: z.string(),
  sessionId: z.string(),
  callSid: z.string().nullable(),
  status: runStatusSchema,
  /** E.164; null when withheld, or no longer kept. */
  callerNumber: z.string().nullable(),
  dialledNumber: z.string().nullable(),
  startedAt: time,
  endedAt: time.nullable(),
  lastEventAt: time,
  durationSeconds: z.number().nullable(),
  /** So far, of both speakers. */
  totalTurns: z.number().int().nullable(),
  /** Of the intake. */
  stage: z.string().nullable(),
  /** Life-safety hazards in the order in which they were heard. */
  hazards: z.array(z.string()),
  urgency: z.enum(["lifeSafety", "emergency", "routine"]).nullable(),
  /** As taken down so far: names of the chart's `Facts`. */
  facts: z.record(z.string(), z.unknown()),
  /** The latest dispatch: `vendor`, `trade`, `urgency`, `reason`, and whatever else the event bore. */
  dispatch: z.record(z.string(), z.unknown()).nullable(),
  transfer: z.record(z.string(), z.unknown()).nullable(),
  /** `degraded` or `down`, by `stt`, `llm`, `tts`. */
  providers: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  /** So far. */
  usage: usageSchema.nullable(),
  costUsd: z.number().nullable(),
  /** Dollars by provider, as in a month's figures; null while nothing is known to be used. */
  costByProvider: z.record(z.string(), z.number()).nullable(),
  medianWaitMs: z.number().nullable(),
  /** Events that were sent and never arrived, as far as sequences tell. */
  missing: z.number().int().min(0),
  /** When names, numbers and addresses were taken out of what is stored. */
  redactedAt: time.nullable(),
  /** Of the feed: the greater, the later it changed. */
  position: z.number().int(),
});

/** One line of a call's timeline. */
const runEventSchema = z.object({
  id: z.string(),
  runId: z.uuid(),
  workspaceId: z.string(),
  position: z.number().int(),
  /** The call's own order; null from a sender that numbers nothing. */
  sequence: z.number().int().nullable(),
  /** `CALL_INITIATED`, `TENANT_UTTERANCE`, `AGENT_UTTERANCE`, `CALL_ENDED`, `CALL_LOST`, or an opt-in event's type in capitals. */
  eventType: z.string(),
  speaker: z.enum(["tenant", "agent"]).nullable(),
  /** Live: as it was said. Stored: redacted, unless the workspace keeps transcripts. */
  text: z.string().nullable(),
  /** The text is not what was said: names, numbers and addresses are masked. */
  redacted: z.boolean(),
  turnIndex: z.number().int().nullable(),
  stage: z.string().nullable(),
  interrupted: z.boolean().nullable(),
  /** The webhook contract's `latency`. */
  latency: z.record(z.string(), z.number()).nullable(),
  data: z.record(z.string(), z.unknown()),
  costUsd: z.number().nullable(),
  happenedAt: time,
  receivedAt: time,
});

export type Run = z.infer<typeof runSchema>;
export type RunEvent = z.infer<typeof runEventSchema>;

export const roles = ["viewer", "operator", "admin"] as const;
/** `viewer` sees calls, `operator` also facts, callers' numbers and recordings, `admin` also erases, exports and audits. */
export type Role = (typeof roles)[number];

export const workspaceSchema = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  phoneNumbers: z.array(z.string()),
  properties: z.array(z.record(z.string(), z.unknown())),
  vendors: z.array(z.record(z.string(), z.unknown())),
  ladder: z.array(z.record(z.string(), z.unknown())),
  settings: z.record(z.string(), z.unknown()),
  office: z.record(z.string(), z.unknown()),
  promptsVersion: z.string(),
  updatedAt: time,
});
export type Workspace = z.infer<typeof workspaceSchema>;

/** `GET /api/workspaces/:id/pack`: the workspace's own files, what they leave out is the program's. */
export const packSchema = z.object({
  promptsVersion: z.string(),
  /** By path, such as `workspace.yaml` or `stages/access.md`. */
  files: z.record(z.string(), z.string()),
});
export type PromptPack = z.infer<typeof packSchema>;

/** `GET /api/me`: who is signed in, and what they may see. */
export const meSchema = z.object({
  name: z.string(),
  email: z.string().nullable(),
  workspaces: z.array(
    z.object({ id: z.string(), name: z.string(), timeZone: z.string(), role: z.enum(roles) }),
  ),
  /** Calls can be placed from this page: the system runs on local engines. */
  canPlaceCalls: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

/** `GET /api/workspaces/:id/runs`. */
export const runListSchema = z.object({
  runs: z.array(runSchema),
  /** For `before` of the next page; null on the last one. */
  next: z.string().nullable(),
  /** Where to begin the workspace's stream so that nothing is missed. */
  position: z.number().int(),
});
export type RunList = z.infer<typeof runListSchema>;

/** `GET /api/runs/:id`. */
export const runDetailSchema = z.object({
  run: runSchema,
  /** In the order of the call. */
  events: z.array(runEventSchema),
  position: z.number().int(),
  recording: z.object({ seconds: z.number(), startedAt: time }).nullable(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

/** `GET /api/workspaces/:id/figures`: a month of the workspace's time zone. */
export const figuresSchema = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  calls: z.number().int(),
  emergencies: z.number().int(),
  lifeSafety: z.number().int(),
  lost: z.number().int(),
  /** Calls that ended without a transfer to a human, of those that ended; null when none did. */
  containment: z.number().min(0).max(1).nullable(),
  medianWaitMs: z.number().nullable(),
  p95WaitMs: z.number().nullable(),
  minutes: z.number(),
  costUsd: z.number().nullable(),
  /** By provider: `livekit`, `deepgram`, `llm`, `tts`. */
  costByProvider: z.record(z.string(), z.number()),
  days: z.array(
    z.object({
      day: z.iso.date(),
      calls: z.number().int(),
      emergencies: z.number().int(),
      costUsd: z.number(),
    }),
  ),
});
export type Figures = z.infer<typeof figuresSchema>;

/** A redacted step of a running call's chart, as `src/inspect/watch` tells it; event `chart` of a run's stream. */
export interface ChartStep {
  seq: number;
  /** Milliseconds since the call began. */
  at: number;
  event: string;
  states: readonly string[];
  taken: readonly string[];
}

/** `GET /api/workspaces/:id/members`. */
export const membersSchema = z.object({
  members: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(roles) })),
});
export type Members = z.infer<typeof membersSchema>;

/** What is known of an API token once it was made. */
const apiTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  createdAt: time,
  /** To the minute. */
  lastUsedAt: time.nullable(),
  expiresAt: time,
  revokedAt: time.nullable(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** `GET /api/workspaces/:id/tokens`. */
export const apiTokensSchema = z.object({ tokens: z.array(apiTokenSchema) });

/** `POST /api/workspaces/:id/tokens`: the only answer that has the token itself. */
export const newApiTokenSchema = z.object({ id: z.uuid(), token: z.string() });

const auditActions = [
  "signedIn",
  "signInFailed",
  "signedOut",
  "memberSet",
  "memberRemoved",
  "passwordSet",
  "tokenCreated",
  "tokenRevoked",
  "runViewed",
  "recordingHeard",
  "searchedByNumber",
  "exported",
  "erased",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** `GET /api/workspaces/:id/audit`: who looked at what, latest first; never what was seen. */
export const auditPageSchema = z.object({
  entries: z.array(
    z.object({
      id: z.number().int(),
      happenedAt: time,
      actor: z.object({
        id: z.string(),
        kind: z.enum(["person", "token", "command"]),
        name: z.string(),
        email: z.string().nullable(),
      }),
      action: z.string(),
      runId: z.string().nullable(),
    }),
  ),
  /** For `before` of the next page; null on the last one. */
  next: z.number().int().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** What was erased, when and by whom; it says nothing of what it was. */
export const erasureSchema = z.object({
  id: z.uuid(),
  at: time,
  what: z.object({
    calls: z.number().int(),
    events: z.number().int(),
    /** Recordings that lay on the API's machine. */
    recordings: z.number().int(),
  }),
  by: z.object({ id: z.string(), name: z.string() }),
});
export type Erasure = z.infer<typeof erasureSchema>;

/** `GET /api/workspaces/:id/export`: everything that is stored of a caller. */
export const callerExportSchema = z.object({
  number: z.string(),
  workspace: z.object({ id: z.string(), name: z.string() }),
  exportedAt: time,
  runs: z.array(
    z.object({
      run: runSchema,
      events: z.array(runEventSchema),
      recording: z.object({ seconds: z.number(), startedAt: time }).nullable(),
      /** Who looked at the call, without saying which of the workspace's people it was. */
      lookedAt: z.array(z.object({ at: time, action: z.string(), kind: z.string() })),
    }),
  ),
  erasures: z.array(erasureSchema.omit({ by: true })),
});
export type CallerExport = z.infer<typeof callerExportSchema>;
