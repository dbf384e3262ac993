/** What the API's routes are made with; whoever adds routes adds here what they need. */
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Prices } from "#src/api/costs/prices.ts";
import type { AccessParts } from "#src/api/access/access-parts.ts";
import type { Database } from "#src/api/database/database.ts";
import type { WebhookSecrets } from "#src/api/receive/webhook-secrets.ts";
import type { RequestObserver } from "./observe-requests.ts";
import type { PrivacyParts } from "#src/api/privacy/privacy-parts.ts";

export interface ApiParts {
  database: Database;
  access: AccessParts;
  /** What agents prove themselves with. */
  webhooks: WebhookSecrets;
  /** What costs are reckoned with. */
  prices: Prices;
  privacy: PrivacyParts;
  log: ApiLog;
  /** Absent: nothing is measured. */
  requests?: RequestObserver;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** One line each. Fields bear no word, name or number of a caller, and no address that was asked for. */
export interface ApiLog {
  info: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  warn: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  error: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** A Fastify app whose routes have zod schemas. */
export type ApiApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
