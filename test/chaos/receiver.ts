/** Where the webhooks go: in this process, in place of `fetch`, out of reach as the plan's faults say. */
import { type WebhookEvent, webhookEventSchema } from "#src/outbox/contract.ts";
import type { FaultNow } from "./plan.ts";

export interface Receiver {
  /** As they came, repeated ones too. */
  readonly received: readonly WebhookEvent[];
  /** Requests that were no event of the contract, or whose answer was kept from the sender. */
  readonly misshapen: number;
  /** Ids that may come again: the sender did not learn that they had come. */
  readonly unanswered: ReadonlySet<string>;
  fetch(request: Request): Promise<Response>;
}

export interface ReceiverGiven {
  faults: FaultNow;
  answerMs: number;
  sleep: (ms: number) => Promise<void>;
}

const slowMs = 12_000;

export function plannedReceiver({ faults, answerMs, sleep }: ReceiverGiven): Receiver {
  const received: WebhookEvent[] = [];
  const unanswered = new Set<string>();
  let misshapen = 0;
  const take = (body: string, id: string | null): string => {
    const { data } = webhookEventSchema.safeParse(JSON.parse(body));
    if (data === undefined || data.id !== id) misshapen++;
    else received.push(data);
    return data?.id ?? "";
  };
  return {
    received,
    unanswered,
    get misshapen() {
      return misshapen;
    },
    async fetch(request) {
      const fault = faults("receiver");
      const body = await request.text();
      const gone = new Promise<never>((_resolve, reject) => {
        const abort = () => reject(new DOMException("gone", "AbortError"));
        request.signal.addEventListener("abort", abort, { once: true });
      });
      // Given up by nobody: it must not count as an error that nobody met.
      gone.catch(() => {});
      if (fault === "never") return gone;
      await Promise.race([sleep(answerMs), gone]);
      if (fault === "down") throw Object.assign(new TypeError("fetch failed"), { code: "ECONNREFUSED" });
      if (fault === "status500") return new Response(null, { status: 500 });
      if (fault === "status429") return new Response(null, { status: 429, headers: { "retry-after": "3" } });
      const id = take(body, request.headers.get("webhook-id"));
      if (fault === undefined) return new Response(null, { status: 204 });
      unanswered.add(id);
      if (fault === "slow") await Promise.race([sleep(slowMs), gone]);
      throw Object.assign(new TypeError("fetch failed"), { code: "ECONNRESET" });
    },
  };
}
