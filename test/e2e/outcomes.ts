/** What becomes of transfers that nobody's telephone carries out: each is scripted. */
import { setTimeout } from "node:timers/promises";
import { SipFailure } from "./sip-failure.ts";
import type { CarryOut } from "./transfer-endpoint.ts";

/** Somebody picks up after so long. */
export const answers =
  (afterMs = 200): CarryOut =>
  async (_transfer, signal) => {
    await setTimeout(afterMs, undefined, { signal });
  };

export const busy = (afterMs = 200): CarryOut => fails(486, "Busy Here", afterMs);

const fails =
  (code: number, reason: string, afterMs: number): CarryOut =>
  async (_transfer, signal) => {
    await setTimeout(afterMs, undefined, { signal });
    throw new SipFailure(code, reason);
  };

/** It rings until the time that was asked for is up. */
export const rings: CarryOut = (_transfer, signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** Each number (E.164) has an outcome of its own; any other one is not found. */
export const byNumber =
  (outcomes: Readonly<Record<string, CarryOut>>): CarryOut =>
  (transfer, signal) => {
    const outcome = outcomes[numberOf(transfer.to)] ?? fails(404, "Not Found", 0);
    return outcome(transfer, signal);
  };

/** The number of a `tel:` or `sip:` address. */
export function numberOf(address: string): string {
  return /^<?(?:tel|sip):([^@;>]+)/.exec(address)?.[1] ?? address;
}
