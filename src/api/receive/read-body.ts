/** A body, as it arrived, into an event; what does not fit is refused with the field, its kind and the remedy. */
import { z } from "zod";
import { ApiError } from "#src/api/http/api-error.ts";
import { describeRefusal } from "#src/api/http/validate.ts";
import { webhookEventSchema, webhookPaths } from "#src/outbox/contract.ts";
import { isObject } from "./received-event.ts";

/** What an agent of today sends: its envelope has an id. Data beyond the contract's is kept. */
export type NewBody = z.infer<typeof newBodySchema>;
/** What an agent sends that knows only the original contract. */
export type OldBody = z.infer<typeof oldBodySchema>;

/** Longer than a room's name or an id can be, and short enough for an index. */
const name = z.string().min(1).max(256);
const largestCount = 1_000_000;
/** A clock that is set at all. */
export const isPlausible = (text: string): boolean => /^20\d\d-/.test(text);
const count = z.int().min(0).max(largestCount);

/** An event that a newer agent tells is kept, too. */
const eventType = z
  .string()
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
  .max(64);

const data = z.record(z.string(), z.unknown());
const counts = z.looseObject({ turn_index: count.optional(), total_turns: count.optional() });

const newBodySchema = z.object({
  event_type: eventType,
  id: name,
  sequence: count,
  workspace_id: name,
  session_id: name,
  call_sid: name.optional(),
  timestamp: z.iso.datetime({ precision: 3 }).refine(isPlausible),
  data: data.and(counts),
});

const oldTime = z.iso.datetime({ offset: true }).refine(isPlausible);
const oldText = z.string().max(largestCount);

export const oldBodySchema = z.object({
  event_type: eventType,
  session_id: name,
  call_sid: name.nullish(),
  timestamp: oldTime,
  data: z.looseObject({
    metadata: data.nullish(),
    started_at: oldTime.optional(),
    speaker: z.enum(["tenant", "agent"]).optional(),
    text: oldText.optional(),
    turn_index: count.optional(),
    stage: oldText.nullish(),
    duration_seconds: z.number().min(0).nullish(),
    total_turns: count.nullish(),
    final_stage: oldText.nullish(),
  }),
});

export type Body = { kind: "new"; body: NewBody } | { kind: "old"; body: OldBody };

/** Undefined for what is not JSON. */
export function parseBody(raw: string): unknown {
  try {
    return storable(JSON.parse(raw));
  } catch {
    return undefined;
  }
}

/** Throws `ApiError` 400 for what was not JSON, and for JSON that is no event of the contract. */
export function readBody(json: unknown): Body {
  if (json === undefined)
    throw new ApiError(400, "notJson", "The body is no JSON, or not all of it; send one JSON object.");
  if (!isObject(json) || !("id" in json))
    return { kind: "old", body: checked(speaking(oldBodySchema), json) };
  const body = checked(newBodySchema, json);
  if (body.event_type in webhookPaths) checked(webhookEventSchema, json);
  return { kind: "new", body };
}

/** Throws `ApiError` 400 when the event belongs to another of the contract's addresses. */
export function checkAddress(eventType: string, path: string): void {
  const right =
    new Map<string, string>(Object.entries(webhookPaths)).get(eventType) ?? "/webhooks/livekit/event";
  if (path !== right)
    throw new ApiError(400, "wrongAddress", `event_type is one that belongs elsewhere; send it to ${right}.`);
}

/** An utterance without words, or without whose they are, says nothing. */
const speaking = (schema: typeof oldBodySchema) =>
  schema.superRefine(({ event_type, data }, context) => {
    if (event_type !== "utterance") return;
    for (const field of ["speaker", "text"] as const)
      if (data[field] === undefined)
        context.addIssue({
          code: "invalid_type",
          expected: "string",
          path: ["data", field],
          input: undefined,
        });
  });

function checked<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new ApiError(400, "invalid", describeRefusal(result.error, json));
}

const deepest = 32;

/**
 * Texts can hold what the database cannot: an escaped NUL, or half of a character. Nothing else may be lost for it. Throws
 * `RangeError` for what nests deeper than any event does.
 */
function storable(value: unknown, depth = 0): unknown {
  if (depth > deepest) throw new RangeError("It nests too deep.");
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map((inner) => storable(inner, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [storableText(name), storable(inner, depth + 1)]),
  );
}

const storableText = (text: string): string => text.toWellFormed().replaceAll("\0", "");
