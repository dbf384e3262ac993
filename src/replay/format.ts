/** A call's event log: JSON lines, a header, a step for every event that the chart took, and a footer. */
import { z } from "zod";

export const formatVersion = 1;

/** `plain` and `encrypted` hold what was said; in `redacted` words, names and numbers are meaningless. */
const callLogKinds = ["plain", "redacted", "encrypted"] as const;
export type CallLogKind = (typeof callLogKinds)[number];

export const headerSchema = z.strictObject({
  emaCallLog: z.literal(formatVersion),
  kind: z.enum(callLogKinds),
  /** The clock's time, in ms, at which recording began; the chart was in `ringing`. */
  at: z.number(),
  startedAt: z.string(),
  workspace: z.string(),
  versions: z.strictObject({ chart: z.string(), prompts: z.string(), app: z.string() }),
  input: z.looseObject({
    callId: z.string(),
    callerNumber: z.string().optional(),
    ladder: z.array(z.string()),
    asksForRecording: z.boolean(),
    endpointing: z.strictObject({ minMs: z.number(), maxMs: z.number() }),
    repromptMs: z.number(),
    limitMs: z.number(),
    acknowledgeMs: z.number().optional(),
    resumed: z.boolean().optional(),
    refusal: z.enum(["notInService", "lineDisabled"]).optional(),
  }),
});

export const stepSchema = z.strictObject({
  /** ms on the call's clock. */
  at: z.number(),
  /** The invoked actor that sent it; absent for what came from outside and for timers. */
  from: z.string().optional(),
  event: z.looseObject({ type: z.string() }),
  leaves: z.array(z.string()),
  /** In order, as words: `pausePlayout`, `invoke reply {…}`. */
  effects: z.array(z.string()),
  /** Timers that were started, with their ms, and cancelled (null), in order. */
  timers: z.array(z.tuple([z.string(), z.number().nullable()])),
});

export const footerSchema = z.strictObject({ steps: z.number().int(), outcome: z.string() });

export type Header = z.infer<typeof headerSchema>;
export type Step = z.infer<typeof stepSchema>;
type Footer = z.infer<typeof footerSchema>;

export interface CallLog {
  header: Header;
  steps: readonly Step[];
  footer: Footer;
}
