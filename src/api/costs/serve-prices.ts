/** `GET /api/prices`: what costs are reckoned with. */
import { signedIn } from "#src/api/access/viewer.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import type { ApiApp, ApiParts } from "#src/api/http/parts.ts";
import { pricesSchema } from "./prices.ts";

export function servePrices(app: ApiApp, { prices }: ApiParts): void {
  app.get(
    "/api/prices",
    {
      schema: {
        summary: "Prices in dollars, by which costs are reckoned from now on.",
        response: { 200: pricesSchema, "4xx": refusalSchema },
      },
    },
    (request, reply) => {
      signedIn(request);
      void reply.send(prices);
    },
  );
}
