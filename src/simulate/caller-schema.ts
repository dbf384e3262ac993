/** The caller of a scenario: a persona that answers what it is asked, or a script that is followed step by step. */
import { z } from "zod";
import { stages } from "#machines/call/types.ts";
import { parseLine, sounds, wordsOf } from "./spoken-line.ts";

/** Milliseconds of the agent's audible speech since the caller last spoke. */
const afterMs = z.number().int().min(0);
const digit = z.string().regex(/^[0-9*#]$/, "write one key of a telephone, in quotes");

const spoken = z
  .string()
  .min(1)
  .check((check) => {
    try {
      parseLine(check.value);
    } catch (error) {
      check.issues.push({
        code: "custom",
        input: check.value,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  });

const midSentence = z
  .strictObject({
    afterWords: z.number().int().min(1),
    of: z.string().regex(/^[^{}]+$/, "write words without braces"),
  })
  .refine(({ afterWords, of }) => afterWords < wordsOf(of).length, {
    error: "write more words than afterWords counts, so that the sentence is cut short",
  });

const interruption = {
  interrupt: z.strictObject({ after: afterMs, say: spoken }).optional(),
  sound: z.strictObject({ kind: z.enum(sounds), after: afterMs }).optional(),
  press: digit.optional(),
};

const exactlyOne = (names: readonly string[]): [(step: object) => boolean, { error: string }] => [
  (step) => Object.keys(step).filter((key) => names.includes(key)).length === 1,
  { error: `write exactly one of ${names.join(", ")} here` },
];

const step = z
  .strictObject({
    say: spoken.optional(),
    ...interruption,
    silence: z.number().int().min(1).optional(),
    silent: z.literal(true).optional(),
    hangUp: z.union([z.literal(true), midSentence], { error: "write true, or afterWords and of" }).optional(),
  })
  .refine(...exactlyOne(["say", "interrupt", "sound", "press", "silence", "silent", "hangUp"]));

const event = z
  .strictObject({ stage: z.enum(stages), ...interruption })
  .refine(...exactlyOne(["interrupt", "sound", "press"]));

const answer = z.union([spoken, z.array(spoken).min(1)], {
  error: "write a line of speech or a list of them",
});

const answers = z.strictObject({
  welcome: answer.optional(),
  safetyCheck: answer.optional(),
  problem: answer.optional(),
  severity: answer.optional(),
  location: answer.optional(),
  contact: answer.optional(),
  access: answer.optional(),
  confirmation: answer.optional(),
  dispatched: answer.optional(),
  closing: answer.optional(),
} satisfies Record<(typeof stages)[number], unknown>);

const persona = z.strictObject({
  /** What the caller says first, and again when asked for it without another answer. */
  opening: spoken,
  answers,
  /** In the final stages, when there is no answer for them. */
  whenDone: z.enum(["listen", "hangUp"]).default("listen"),
});

export const callerSchema = z
  .strictObject({
    /** Absent: withheld. */
    number: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, 'write an E.164 number in quotes, such as "+15555550142"')
      .optional(),
    voice: z.string().min(1).optional(),
    persona: persona.optional(),
    /** What a persona does out of turn. */
    events: z.array(event).optional(),
    script: z.array(step).min(1).optional(),
  })
  .refine((caller) => (caller.persona === undefined) !== (caller.script === undefined), {
    error: "write either a persona or a script",
  })
  .refine((caller) => caller.events === undefined || caller.persona !== undefined, {
    error: "write events beside a persona only; in a script they are steps",
  });

export type ScenarioCaller = z.infer<typeof callerSchema>;
export type Persona = z.infer<typeof persona>;
export type PersonaEvent = z.infer<typeof event>;
export type ScriptStep = z.infer<typeof step>;

/** Every line of speech that the caller may say, braces and all. */
export function linesOf({ persona, events = [], script = [] }: ScenarioCaller): string[] {
  const interruptions = [...events, ...script].flatMap(({ interrupt, sound }) => [
    ...(interrupt === undefined ? [] : [interrupt.say]),
    ...(sound === undefined ? [] : [`{${sound.kind}}`]),
  ]);
  const steps = script.flatMap(({ say, hangUp }) => [
    ...(say === undefined ? [] : [say]),
    ...(hangUp === undefined || hangUp === true ? [] : [hangUp.of]),
  ]);
  const answers = persona === undefined ? [] : [persona.opening, ...Object.values(persona.answers).flat()];
  return [...new Set([...answers, ...interruptions, ...steps].filter((line) => line !== undefined))];
}
