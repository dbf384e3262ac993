/** What an event says was used. */
import { type Usage, usageSchema } from "#src/outbox/contract.ts";

/** Of seconds, tokens or characters in one event; sums and costs of so many stay exact. */
const most = 1_000_000_000;

/** Undefined when it says nothing, or what nobody can have used: it must not spoil the sums. */
export function toldUsage(usage: unknown): Usage | undefined {
  const { success, data } = usageSchema.safeParse(usage);
  return success && isPlausible(data) ? data : undefined;
}

const isPlausible = (value: unknown): boolean =>
  typeof value === "object" && value !== null
    ? Object.values(value).every(isPlausible)
    : Number(value) <= most;
