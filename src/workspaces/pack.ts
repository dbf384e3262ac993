/** A workspace's pack, as it is after loading, checking and filling in from `prompts/default`. */
import { z } from "zod";
import { toE164 } from "./telephone-number.ts";
import { isTimeZone } from "./time-zone.ts";
import { trades } from "./trades.ts";

const e164 = z
  .string()
  .refine((text) => toE164(text) === text, "must be an E.164 number such as +15555550100");
const milliseconds = z.number().int().min(0);
const opens = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time from 00:00 to 23:59 such as 09:00");
const closes = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time from 00:00 to 24:00 such as 17:00");

const propertySchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  address: z.string().min(1),
  /** Other names that tenants use for it. */
  aliases: z.array(z.string().min(1)).default([]),
  /** Empty: the building has no units. */
  units: z
    .array(z.string().min(1))
    .refine(areDistinct, "must name each unit once")
    .default(() => []),
});

const vendorSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  trade: z.enum(trades),
  phone: e164,
  hours: z.enum(["always", "office", "afterHours"]),
});

export const settingsSchema = z.strictObject({
  /** OpenAI TTS voice. */
  voice: z.string().min(1),
  endpointing: z
    .strictObject({
      /** Silence after a turn that is surely over. */
      minMs: milliseconds,
      /** Silence that ends a turn whatever the words are. */
      maxMs: milliseconds,
    })
    .refine(({ minMs, maxMs }) => minMs <= maxMs, { path: ["maxMs"], message: "must be at least minMs" }),
  /** Silence of the caller before each reprompt. */
  repromptMs: milliseconds,
  /** `ask`: callers are asked after the greeting, and recorded who say yes. */
  recording: z.enum(["off", "ask"]),
  /** Recordings are removed after so many days. */
  recordingDays: z.number().int().min(1).max(365),
  /** Sends the opt-in events of the webhook contract, too. */
  optInEvents: z.boolean(),
  /** `false`: calls are not taken; a caller is told so, and put through to the ladder. */
  enabled: z.boolean(),
  /** Longest call, in minutes. */
  maxMinutes: z.number().int().min(5).max(120),
  /** Whether each call's event log is kept: without words, names and numbers, or whole under a key. */
  /** Whoever is sent says within so many seconds that they come, or the next on the ladder is asked; 0: they do not say so. */
  acknowledgeSeconds: z.number().int().min(0).max(600).default(0),
  callLog: z.enum(["off", "redacted", "encrypted"]),
  /** Call logs are removed after so many days. */
  callLogDays: z.number().int().min(1).max(365),
  /** `true`: the API stores what was said as it was said; `false`: without names, numbers and addresses. */
  keepTranscripts: z.boolean().default(false),
  /** The API removes the words that it stored after so many days. */
  transcriptDays: z.number().int().min(1).max(365).default(30),
  /** The API removes facts and the caller's number after so many days. */
  factsDays: z.number().int().min(1).max(365).default(30),
  /** The API removes the run itself, and its figures, after so many days. */
  runDays: z.number().int().min(1).max(3650).default(365),
});

/** The id under which a caller is served whose dialled number no workspace answers. */
export const houseId = "unassigned";

export const workspaceIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens")
  .refine((id) => id !== houseId && id !== "default", "must be a name that EMA does not use itself");

const rungSchema = z.strictObject({ role: z.string().min(1), phone: e164 });

export const workspaceSchema = z.strictObject({
  id: workspaceIdSchema,
  name: z.string().min(1),
  timeZone: z.string().refine(isTimeZone, "must be an IANA time zone such as America/New_York"),
  /** Office hours in the workspace's time zone, 24-hour clock; `closes` may be 24:00. */
  office: z
    .strictObject({
      days: z
        .array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
        .min(1)
        .refine(areDistinct, "must name each day once"),
      opens,
      closes,
    })
    .refine((office) => office.opens < office.closes, {
      path: ["closes"],
      message: "must be later than opens",
    }),
  phoneNumbers: z.array(e164).min(1),
  properties: z.array(propertySchema).refine(haveDistinctIds, "must give each property its own id"),
  vendors: z.array(vendorSchema).refine(haveDistinctIds, "must give each vendor its own id"),
  /** Whom to transfer to, in order. */
  ladder: z.array(rungSchema).min(1),
  /** Words for the recognizer that it would not guess: names of buildings, streets, vendors. */
  vocabulary: z.array(z.string().min(1)).default([]),
  settings: settingsSchema,
});

export type Workspace = z.infer<typeof workspaceSchema>;
export type Property = z.infer<typeof propertySchema>;
export type Vendor = z.infer<typeof vendorSchema>;

/** One rule of `hazards.yaml`. Words are matched whole, case and punctuation aside. */
export interface HazardRule {
  category: string;
  /** Phrases that assert the hazard, for instance `smell gas`; `*` in one stands for up to three words between. */
  heard: readonly string[];
  /** Phrases around a match that take it back, for instance `no`, `not`, `fire drill`. */
  unless: readonly string[];
}

/** Known only during a call; lines of `script.yaml` keep them and the intake script fills them in. */
export const turnVariables = [
  "unit",
  "address",
  "property",
  "problem",
  "name",
  "number",
  "vendor",
  "trade",
  "summary",
] as const;

export interface Pack {
  workspace: Workspace;
  /** The system prompt, variables filled in. */
  system: string;
  /** Stage name to that stage's prompt, variables filled in. */
  stages: Readonly<Record<string, string>>;
  /** Fixed phrases by name (see `PhraseName`), variables filled in, and openers (`opener.1` and so on): these become cached audio. */
  phrases: Readonly<Record<string, string>>;
  /** The intake script's lines by name; `{{unit}}` and the like are filled in turn by turn. */
  script: Readonly<Record<string, string>>;
  hazards: readonly HazardRule[];
  /** Hash of everything above: the prompts' version. */
  version: string;
}

const textsSchema = z.record(z.string(), z.string());

/** A pack as it is published: of a workspace, or the house's, which nobody dials and which may have no ladder. */
export const packSchema: z.ZodType<Pack> = z.strictObject({
  workspace: workspaceSchema.extend({
    id: z.union([workspaceIdSchema, z.literal(houseId)]),
    phoneNumbers: z.array(e164),
    ladder: z.array(rungSchema),
  }),
  system: z.string(),
  stages: textsSchema,
  phrases: textsSchema,
  script: textsSchema,
  hazards: z.array(
    z.strictObject({
      category: z.string(),
      heard: z.array(z.string()),
      unless: z.array(z.string()),
    }),
  ),
  version: z.string(),
});

function areDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function haveDistinctIds(items: readonly { id: string }[]): boolean {
  return areDistinct(items.map((item) => item.id));
}
