/** What a receiver got, read as the webhook contract has it. */
import { z } from "zod";
import type { ReceivedRequest } from "./receiver.ts";

/** The least of the envelope that an expectation needs. */
const envelope = z.object({ event_type: z.string(), sequence: z.number().int(), id: z.string() });

export interface WebhookEvent {
  event_type: string;
  sequence: number;
}

/** What was answered with 2xx, each event once (by its id), in the order of arrival. */
export function acceptedEvents(requests: readonly ReceivedRequest[]): WebhookEvent[] {
  const seen = new Set<string>();
  return requests.flatMap(({ body, status = 0 }) => {
    const event = envelope.safeParse(body);
    if (status < 200 || status > 299 || !event.success || seen.has(event.data.id)) return [];
    const { id, event_type, sequence } = event.data;
    seen.add(id);
    return [{ event_type, sequence }];
  });
}

/** What one request told, or undefined when it was no webhook of the contract. */
export function eventIn({ body }: ReceivedRequest): WebhookEvent | undefined {
  const { success, data } = envelope.safeParse(body);
  return success ? { event_type: data.event_type, sequence: data.sequence } : undefined;
}

const callEnded = z.object({
  event_type: z.literal("call_ended"),
  data: z.object({ usage: z.record(z.string(), z.unknown()).optional() }),
});

/** What the call used, as its end told; undefined when that was not told. */
export function usageTold(requests: readonly ReceivedRequest[]): Record<string, unknown> | undefined {
  return requests
    .map(({ body }) => callEnded.safeParse(body).data?.data.usage)
    .findLast((usage) => usage !== undefined);
}

/** How many requests were no webhook of the contract. */
export function strangeRequests(requests: readonly ReceivedRequest[]): number {
  return requests.filter(({ body }) => !envelope.safeParse(body).success).length;
}

/** `sequence` counts 0, 1, 2 … without a gap, whatever arrived when; says so where it does not. */
export function skippedSequence(requests: readonly ReceivedRequest[]): string[] {
  const sequences = acceptedEvents(requests)
    .map(({ sequence }) => sequence)
    .sort((a, b) => a - b);
  const gap = sequences.findIndex((sequence, index) => sequence !== index);
  return gap === -1 ? [] : [`webhooks skip from sequence ${gap - 1} to ${sequences[gap]}`];
}
