/** `POST /webhooks/livekit/…`: what agents tell. A 2xx is answered when the event is stored, and not before. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { createPricing } from "#src/api/costs/pricing.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp, ApiParts } from "#src/api/http/parts.ts";
import { webhookEventSchema, webhookPaths } from "#src/outbox/contract.ts";
import { acceptWebhook, type WebhookRequest } from "./accept-webhook.ts";
import { createBatches } from "./batches.ts";
import { createWorkspaceSearch } from "./find-workspace.ts";
import { oldBodySchema } from "./read-body.ts";
import type { ReceivedEvent } from "./received-event.ts";
import { isOfAnEvent, notStored } from "./storing-errors.ts";
import { storeEvents } from "./store-events.ts";
import { createSecretCheck, type Sender } from "./webhook-secrets.ts";

/** A webhook is some hundred bytes; a long call's facts are a few thousand. */
const longestBody = 256 * 1024;

export function receiveWebhooks(
  app: ApiApp,
  { database, webhooks, privacy, prices, now, log }: ApiParts,
): void {
  const knowledge = {
    secrets: createSecretCheck(webhooks),
    workspaces: createWorkspaceSearch(database, webhooks),
  };
  const pricing = createPricing(prices, log);
  const batches = createBatches<ReceivedEvent>({
    store: (events) => storeEvents(database, events, { pricing, callerKey: privacy.callerKey }),
    isOfAnItem: isOfAnEvent,
  });
  const senders = new WeakMap<FastifyRequest, Sender>();

  // Before the body is read: who has no secret makes nobody read one.
  app.addHook("onRequest", async (request, reply) => {
    if (Number(request.headers["content-length"] ?? 0) > longestBody)
      throw new ApiError(413, "tooLarge", "The body is longer than 256 KiB; no event of the contract is.");
    try {
      senders.set(request, knowledge.secrets.senderOf(request.headers["x-webhook-secret"]));
    } catch (error) {
      await app.rateLimits.wrongSecret(request, reply);
      throw error;
    }
  });
  app.addHook("onClose", () => batches.settled());
  // The signature is over the body as it came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) =>
    done(null, body),
  );

  const webhookIn = (request: FastifyRequest, path: string): WebhookRequest => ({
    path,
    headers: request.headers,
    body: typeof request.body === "string" ? request.body : "",
    sender: senders.get(request) ?? { workspaceId: undefined },
    receivedAt: new Date(now()),
  });

  for (const path of new Set<string>(Object.values(webhookPaths)))
    app.post(
      path,
      {
        bodyLimit: longestBody,
        schema: {
          summary: "Takes an event of a call; the same event again changes nothing.",
          tags: ["webhooks"],
          body: z.union([webhookEventSchema, oldBodySchema]),
          response: {
            200: z.object({ success: z.literal(true) }),
            "4xx": refusalSchema,
            "5xx": refusalSchema,
          },
        },
        // It is a text until its signature was verified.
        validatorCompiler: () => (body: unknown) => ({ value: body }),
      },
      async (request) => {
        try {
          await batches.add(await acceptWebhook(webhookIn(request, path), knowledge));
        } catch (error) {
          throw error instanceof ApiError ? error : notStored(error, log);
        }
        return { success: true as const };
      },
    );
}
