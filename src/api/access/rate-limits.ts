/** How often one may ask. Counted in this process: with several of them, each allows as much. */
import rateLimit, { normalizeIP } from "@fastify/rate-limit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";

const minuteMs = 60_000;

/** How many within which time. */
export const limits = {
  /** One address, one account. */
  signIn: { max: 10, timeWindow: 15 * minuteMs },
  /** One address, whatever the accounts. */
  signInAddress: { max: 50, timeWindow: 15 * minuteMs },
  /** One person or token. A dashboard asks a few times a minute and streams the rest. */
  viewer: { max: 1_200, timeWindow: minuteMs },
  /** One address of which nobody is signed in. */
  stranger: { max: 300, timeWindow: minuteMs },
  /** One address. */
  wrongSecret: { max: 20, timeWindow: minuteMs },
} as const;

export interface RateLimits {
  /** Each throws `ApiError` 429, and sets Retry-After. */
  signIn: (request: FastifyRequest, reply: FastifyReply, account: string) => Promise<void>;
  viewer: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /**
   * To be called for a secret that was wrong, before it is refused. Right ones are not counted and never refused: agents send
   * hundreds of webhooks a second from one address, and one workspace's wrong secret must not shut out another's calls. What
   * keeps a secret from being guessed is its length.
   */
  wrongSecret: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

type Count = ReturnType<ApiApp["createRateLimit"]>;

export async function addRateLimits(app: ApiApp): Promise<RateLimits> {
  await app.register(rateLimit, { global: false });
  const keys = new WeakMap<FastifyRequest, string>();
  const keyGenerator = (request: FastifyRequest): string => keys.get(request) ?? "";
  const counter = (limit: { max: number; timeWindow: number }): Count =>
    app.createRateLimit({ ...limit, keyGenerator });
  const counts = {
    signIn: counter(limits.signIn),
    signInAddress: counter(limits.signInAddress),
    viewer: counter(limits.viewer),
    stranger: counter(limits.stranger),
    wrongSecret: counter(limits.wrongSecret),
  };
  const take = async (
    count: Count,
    key: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> => {
    keys.set(request, key);
    const found = await count(request);
    if (found.isAllowed || !found.isExceeded) return;
    reply.header("retry-after", found.ttlInSeconds);
    throw new ApiError(429, "tooMany", "Too many requests came from there; wait as Retry-After says.");
  };
  return {
    async signIn(request, reply, account) {
      const address = addressOf(request);
      await take(counts.signInAddress, address, request, reply);
      await take(counts.signIn, `${address} ${account.toLowerCase()}`, request, reply);
    },
    async viewer(request, reply) {
      const { viewer } = request;
      if (viewer === null) await take(counts.stranger, addressOf(request), request, reply);
      else await take(counts.viewer, viewer.id, request, reply);
    },
    wrongSecret: (request, reply) => take(counts.wrongSecret, addressOf(request), request, reply),
  };
}

/** Of IPv6, the network: whoever has one address there has all of them. */
const addressOf = ({ ip }: FastifyRequest): string => normalizeIP(ip, 64);
