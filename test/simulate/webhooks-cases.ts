/** Expectations of the webhooks. */
import type { Case } from "./made-records.ts";

const hook = (event_type: string, sequence: number) => ({ event_type, sequence });
const hooks = [hook("call_initiated", 0), hook("utterance", 1), hook("call_ended", 2)];

export const webhooksCases: Case[] = [
  [
    { webhooks: { order: ["call_initiated", "call_ended"], complete: true } },
    { webhooks: hooks },
    true,
    "3 accepted",
  ],
  [
    { webhooks: { order: ["utterance", "call_initiated"] } },
    { webhooks: hooks },
    false,
    "not in this order: call_initiated, utterance, call_ended",
  ],
  [
    { webhooks: { contains: ["dispatch_requested"] } },
    { webhooks: hooks },
    false,
    "missing: dispatch_requested",
  ],
  [
    { webhooks: { complete: true } },
    { webhooks: hooks.slice(1) },
    false,
    "sequence 0 is missing or out of order",
  ],
  [
    { webhooks: { complete: true } },
    { webhooks: hooks.toReversed() },
    false,
    "sequence 0 is missing or out of order; the last one is call_initiated",
  ],
  [{ webhooks: { complete: true } }, {}, false, "the last one is none"],
];
