/** A period's costs of a workspace, at the prices of the moment at which each call was told. */
import { sql } from "kysely";
import type { Query } from "#src/api/database/database.ts";
import { costProviders } from "./cost-of.ts";

/** Dollars by provider, of the calls that began in [from, to); zero where nothing was used. */
export async function costByProvider(
  query: Query,
  workspaceId: string,
  from: Date,
  to: Date,
): Promise<Record<(typeof costProviders)[number], number>> {
  const { livekit, deepgram, llm, tts } = await query
    .selectFrom("run")
    .select(costProviders.map((provider) => microsOf(provider)))
    .where("workspaceId", "=", workspaceId)
    .where("startedAt", ">=", from)
    .where("startedAt", "<", to)
    .executeTakeFirstOrThrow();
  return {
    livekit: dollars(livekit),
    deepgram: dollars(deepgram),
    llm: dollars(llm),
    tts: dollars(tts),
  };
}

const microsOf = (provider: (typeof costProviders)[number]) =>
  sql<string>`coalesce(sum((cost_by_provider ->> ${provider})::bigint), 0)::text`.as(provider);

const dollars = (micros: string | undefined): number => Number(micros ?? 0) / 1_000_000;
