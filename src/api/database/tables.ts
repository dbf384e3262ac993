/** The tables as the query builder knows them: columns in camelCase here, in snake_case in the database. */
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from "kysely";
import type { Usage } from "#src/outbox/contract.ts";

/** `timestamptz`. */
type Timestamp = ColumnType<Date, Date, Date>;
type OptionalTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** `jsonb`, written through `json()`. */
type Json<Value> = JSONColumnType<Value & object>;
type OptionalJson<Value> = ColumnType<Value | null, string | null | undefined, string | null>;

export interface WorkspaceTable {
  id: string;
  name: string;
  /** IANA. */
  timeZone: string;
  /** E.164. */
  phoneNumbers: Json<string[]>;
  properties: Json<unknown[]>;
  vendors: Json<unknown[]>;
  /** Whom to put a caller through to, in order. */
  ladder: Json<unknown[]>;
  settings: Json<Record<string, unknown>>;
  office: Json<Record<string, unknown>>;
  /** The pack's files by path, as the worker fetches them and the dashboard shows them. */
  files: Json<Record<string, string>>;
  /** Hash of the filled-in pack. */
  promptsVersion: string;
  updatedAt: Timestamp;
}

type RunStatus = "running" | "completed" | "lost";

export interface RunTable {
  /** UUID. */
  id: string;
  workspaceId: string;
  /** The LiveKit room's name; with the workspace, unique. */
  sessionId: string;
  callSid: string | null;
  status: RunStatus;
  /** E.164; null when withheld, not yet known, or erased. */
  callerNumber: string | null;
  /** Keyed hash of the caller's number, by which an erasure finds what no longer names it. */
  callerHash: string | null;
  dialledNumber: string | null;
  startedAt: Timestamp;
  endedAt: OptionalTimestamp;
  /** When the latest event happened, on the agent's clock. */
  lastEventAt: Timestamp;
  /** When the latest event arrived, on the API's clock: what tells a lost call. */
  heardAt: Timestamp;
  durationSeconds: number | null;
  totalTurns: number | null;
  stage: string | null;
  /** Life-safety hazards in the order in which they were heard. */
  hazards: Json<string[]>;
  urgency: string | null;
  /** As taken down so far. */
  facts: Json<Record<string, unknown>>;
  /** The latest dispatch, as it was told. */
  dispatch: OptionalJson<Record<string, unknown>>;
  /** The latest transfer, as it was told. */
  transfer: OptionalJson<Record<string, unknown>>;
  /** Latest state of each provider that was not working. */
  providers: Json<Record<string, string>>;
  /** Versions of chart, prompts and app, and whatever else `call_initiated` brought that is not a telephone number. */
  metadata: Json<Record<string, string>>;
  usage: OptionalJson<Record<string, unknown>>;
  /** Millionths of a dollar, at the prices of the moment at which it was reckoned. */
  costMicros: number | null;
  /** The same by provider: `livekit`, `deepgram`, `llm`, `tts`. */
  costByProvider: OptionalJson<Record<string, number>>;
  /** Of the turns' waits. */
  medianWaitMs: number | null;
  /** One more than the highest sequence that arrived; 0 as long as none bore one. */
  expected: Generated<number>;
  /** How many events with a sequence arrived. */
  received: Generated<number>;
  /** When names, numbers and addresses were taken out of what is stored. */
  redactedAt: OptionalTimestamp;
  /** What decides whether an event that arrives late still counts; nobody's words or numbers. */
  projection: ColumnType<Partial<Projection>, string | undefined, string>;
  /** Of the feed: grows with every change, in the order of commits within a workspace. */
  position: number;
}

/** Where in its call an event stands: its sequence, -1 where it has none; then milliseconds since the epoch. */
export type Rank = readonly [sequence: number, at: number];

/** What a run's columns were made from, as far as the next event has to know it. */
export interface Projection {
  /** By column, or column and name with a dot between: of the event that set it. */
  sources: Record<string, Rank>;
  /** Of each hazard, of the event that told it first; a hazard's place in that event's list comes last. */
  hazards: Record<string, readonly [...Rank, number]>;
  /** The latest urgency that was told, beside what the hazards say. */
  urgency: string | null;
  /** Sequences below `expected` that did not arrive, as ranges with both ends, in order. */
  gaps: [from: number, to: number][];
  /** What callers waited, in milliseconds, in order of size. */
  waits: number[];
  /** Summed up. */
  usageOfTurns: Usage | null;
  /** As the call's end told it. */
  usageInAll: Usage | null;
}

export interface RunEventTable {
  /** Of the feed. */
  position: number;
  /** The envelope's id; made from the content where the sender knows none. Unique within a workspace. */
  id: string;
  workspaceId: string;
  runId: string;
  /** Null from a sender that knows only the original contract. */
  sequence: number | null;
  /** `TENANT_UTTERANCE`, `AGENT_UTTERANCE`, or the contract's type in capitals. */
  eventType: string;
  speaker: "tenant" | "agent" | null;
  /** As stored: redacted unless the workspace keeps transcripts. */
  text: string | null;
  redacted: boolean;
  turnIndex: number | null;
  stage: string | null;
  interrupted: boolean | null;
  latency: OptionalJson<Record<string, number>>;
  /** What else the event brought. */
  data: Json<Record<string, unknown>>;
  costMicros: number | null;
  happenedAt: Timestamp;
  receivedAt: Timestamp;
}

/** Of better-auth's table, the columns that need no quotes; `src/api/access/sign-in-tables.ts` has the rest. */
interface UserTable {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
}

type Role = "viewer" | "operator" | "admin";

interface MembershipTable {
  userId: string;
  workspaceId: string;
  role: Role;
}

interface ApiTokenTable {
  /** UUID. */
  id: string;
  name: string;
  /** SHA-256 of the whole token, in hexadecimal. */
  tokenHash: string;
  workspaceId: string;
  role: Role;
  createdAt: Timestamp;
  /** To the minute. */
  lastUsedAt: OptionalTimestamp;
  expiresAt: Timestamp;
  revokedAt: OptionalTimestamp;
}

interface AuditEntryTable {
  id: GeneratedAlways<number>;
  workspaceId: string;
  happenedAt: Timestamp;
  /** A user's or a token's. */
  actorId: string;
  actorKind: "person" | "token" | "command";
  actorName: string;
  actorEmail: string | null;
  action: string;
  runId: string | null;
}

/** A receipt: what was erased, when and by whom, and nothing of what it was. */
interface ErasureTable {
  /** UUID. */
  id: string;
  workspaceId: string;
  happenedAt: Timestamp;
  /** Of a single call. */
  runId: string | null;
  /** Of all calls of a number: its keyed hash. */
  callerHash: string | null;
  runs: number;
  events: number;
  recordings: number;
  actorId: string;
  actorName: string;
}

interface ErasedSessionTable {
  workspaceId: string;
  /** Of the session's name; an event that bears it is dropped. */
  sessionHash: string;
  erasedAt: Timestamp;
}

export interface Tables {
  workspace: WorkspaceTable;
  run: RunTable;
  runEvent: RunEventTable;
  user: UserTable;
  membership: MembershipTable;
  apiToken: ApiTokenTable;
  auditEntry: AuditEntryTable;
  erasure: ErasureTable;
  erasedSession: ErasedSessionTable;
}
