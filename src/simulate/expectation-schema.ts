/** What a scenario may expect of a call. Names and shapes are those that designers write. */
import { z } from "zod";
import { hazardCategories, stages, type Facts, type Outcome } from "#machines/call/types.ts";
import { isPattern } from "./text-pattern.ts";

const text = z.string().min(1);
const count = z.number().int().min(0);
const milliseconds = z.number().int().min(0);
const pattern = z.string().refine(isPattern, "write a regular expression between slashes, as in /back/i");

const outcomes = [
  "dispatched",
  "logged",
  "wrongNumber",
  "callerHungUp",
  "callerSilent",
  "withHuman",
  "evacuated",
  "lineLost",
  "completed",
] as const satisfies readonly Outcome[];

/** A text is compared without regard to case, or is a pattern between slashes. */
const fact = z
  .union([z.string().min(1), z.boolean(), z.number()], { error: "write a text, a pattern or true or false" })
  .refine((value) => typeof value !== "string" || !value.startsWith("/") || isPattern(value), {
    error: "write a regular expression that compiles between the slashes",
  });

const factNames = {
  safe: fact.optional(),
  problem: fact.optional(),
  trade: fact.optional(),
  urgency: fact.optional(),
  severity: fact.optional(),
  address: fact.optional(),
  propertyId: fact.optional(),
  unit: fact.optional(),
  name: fact.optional(),
  callbackNumber: fact.optional(),
  permissionToEnter: fact.optional(),
  accessNotes: fact.optional(),
  confirmed: fact.optional(),
} satisfies Record<keyof Facts, unknown>;

const words = {
  speaker: z.enum(["agent", "tenant"]),
  /** Found without regard to case. */
  contains: text.optional(),
  matches: pattern.optional(),
  stage: z.enum(stages).optional(),
};
const containsOrMatches = "write contains or matches, or both";
const hasWords = (value: { contains?: string | undefined; matches?: string | undefined }): boolean =>
  value.contains !== undefined || value.matches !== undefined;

const shapes = {
  said: z
    .strictObject({ ...words, count: count.optional(), atLeast: count.optional() })
    .refine(hasWords, containsOrMatches),
  notSaid: z.strictObject(words).refine(hasWords, containsOrMatches),
  learnt: z.strictObject(factNames),
  outcome: z.enum(outcomes),
  stagesVisited: z.array(z.enum(stages)).min(1),
  statesEntered: z.array(text).min(1),
  webhooks: z.strictObject({
    order: z.array(text).min(1).optional(),
    contains: z.array(text).min(1).optional(),
    complete: z.literal(true).optional(),
  }),
  hazardAnsweredFirst: z.strictObject({ category: z.enum(hazardCategories), contains: text }),
  turns: z.strictObject({ tenant: count.optional(), agent: count.optional() }),
  interrupted: z.strictObject({ of: text.optional() }),
  resumed: z.literal(true),
  waits: z.strictObject({ medianAtMost: milliseconds.optional(), eachAtMost: milliseconds.optional() }),
  silentAtMost: z.strictObject({ ms: milliseconds }),
  silencedWithin: z.strictObject({ ms: milliseconds }),
  transferredTo: z.string().regex(/^\+[1-9]\d{6,14}$/, 'write an E.164 number such as "+15555550100"'),
  speculationDiscarded: z.literal(true),
  fillerHeard: z.literal(true),
};

export type ExpectationName = keyof typeof shapes;
export type ExpectationValue<Name extends ExpectationName> = z.infer<(typeof shapes)[Name]>;
export const expectationNames = Object.keys(shapes).filter((name): name is ExpectationName => name in shapes);

/** Exactly one of the names. */
export const expectationSchema = z
  .strictObject(shapes)
  .partial()
  .refine((expectation) => Object.keys(expectation).length === 1, {
    error: `write exactly one of ${expectationNames.join(", ")} in an expectation`,
  });
export type Expectation = z.infer<typeof expectationSchema>;
