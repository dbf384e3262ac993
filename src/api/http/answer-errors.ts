/** Whatever goes wrong is answered in one form, and what was sent is neither quoted nor logged. */
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { describeError } from "#src/privacy/describe-error.ts";
import { ApiError } from "./api-error.ts";
import type { ApiApp, ApiLog } from "./parts.ts";

/** For the schemas of answers. */
export const refusalSchema = z.object({
  success: z.literal(false),
  error: z.object({ code: z.string(), message: z.string() }),
});

export function answerErrors(app: ApiApp, log: ApiLog): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal === undefined)
      // The route as it was declared: an address that was asked for may hold a number.
      log.error("a request failed", {
        method: request.method,
        route: request.routeOptions.url ?? null,
        error: describeError(error),
      });
    return refuse(reply, refusal ?? failed);
  });
  app.setNotFoundHandler((_request, reply) =>
    refuse(reply, new ApiError(404, "notFound", "There is nothing at this address.")),
  );
}

const failed = new ApiError(500, "failed", "This could not be done; it is not the request's fault.");

function refuse(reply: FastifyReply, { statusCode, code, message }: ApiError): FastifyReply {
  return reply.status(statusCode).send({ success: false, error: { code, message } });
}

/** Undefined: the fault is ours. */
function refusalOf(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (isUnstorable(error))
    return new ApiError(
      400,
      "invalid",
      "The request bears a sign or a time that the database does not know; leave it out.",
    );
  const status = statusOf(error);
  return status === undefined ? undefined : new ApiError(status, ...wordsOf(status));
}

/** Fastify's and its plugins' own refusals, whose messages may quote what was sent. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === "number" && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

/** Texts with NUL, and dates out of range: what a schema lets pass, and every query refuses. */
const unstorable = new Set(["22021", "22P05", "22007", "22008"]);
const isUnstorable = (error: unknown): boolean =>
  error instanceof Error && "code" in error && unstorable.has(String(error.code));

function wordsOf(status: number): [code: string, message: string] {
  if (status === 413) return ["tooLarge", "The body is longer than is taken here; send less at once."];
  if (status === 415) return ["notJson", "The body is of another type; send application/json."];
  if (status === 429) return ["tooMany", "Too many requests came from there; wait as Retry-After says."];
  return ["invalid", "The request is not well formed; its body must be JSON."];
}
