/** Prices what events tell, as they arrive. */
import type { ApiLog } from "#src/api/http/parts.ts";
import type { Usage } from "#src/outbox/contract.ts";
import { costOf } from "./cost-of.ts";
import type { Prices } from "./prices.ts";
import { toldUsage } from "./told-usage.ts";

export interface Pricing {
  /** Millionths of a dollar, of the usage that a turn bore; null when it bore none. */
  turn: (usage: unknown) => number | null;
  /** Of the call so far. */
  call: (usage: Usage | null) => {
    costMicros: number | null;
    costByProvider: Record<string, number> | null;
  };
}

/** What has no price is logged once, and is not in the sums. */
export function createPricing(prices: Prices, log: Pick<ApiLog, "warn">): Pricing {
  const told = new Set<string>();
  const cost = (usage: Usage, of: "call" | "turn") => {
    const { totalMicros, byProvider, unpriced } = costOf(usage, prices, of);
    for (const what of unpriced) {
      if (told.has(what) || told.size >= mostTold) continue;
      told.add(what);
      log.warn("usage without a price; name one in EMA_PRICES", { what: what.slice(0, longestName) });
    }
    return { costMicros: totalMicros, costByProvider: byProvider };
  };
  return {
    turn(usage) {
      const told = toldUsage(usage);
      return told === undefined ? null : cost(told, "turn").costMicros;
    },
    call: (usage) => (usage === null ? { costMicros: null, costByProvider: null } : cost(usage, "call")),
  };
}

/** Whatever a sender makes up, the log stays short. */
const mostTold = 100;
const longestName = 80;
