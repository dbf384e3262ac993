/** Judges what the webhook receiver accepted. */
import { isSubsequence, type CallRecord } from "./call-record.ts";
import type { ExpectationValue } from "./expectation-schema.ts";
import type { Verdict } from "./verdict.ts";

export function webhooks(
  { order = [], contains = [], complete }: ExpectationValue<"webhooks">,
  record: CallRecord,
): Verdict {
  const types = record.webhooks.map(({ event_type }) => event_type);
  const missing = contains.filter((type) => !types.includes(type));
  const gap = record.webhooks.findIndex(({ sequence }, index) => sequence !== index);
  const faults = [
    ...(isSubsequence(order, types) ? [] : [`not in this order: ${types.join(", ")}`]),
    ...(missing.length === 0 ? [] : [`missing: ${missing.join(", ")}`]),
    ...(complete === true && gap !== -1 ? [`sequence ${gap} is missing or out of order`] : []),
    ...(complete === true && types.at(-1) !== "call_ended"
      ? [`the last one is ${types.at(-1) ?? "none"}`]
      : []),
  ];
  return { passed: faults.length === 0, detail: faults.join("; ") || `${types.length} accepted` };
}
