/**
 * Attributes of requests to models, by OpenTelemetry's conventions for generative AI. The names are written out: their package
 * costs 13 MB and 70 ms to load, and a test compares them with it.
 */
import type { Attributes } from "@opentelemetry/api";
import type { ModelRequest } from "./report.ts";

/** Those that metrics have, too. */
export const chatAttributes = (model: string): Attributes => ({
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": model,
});

export const requestAttributes = ({
  model,
  startedAt,
  firstChunkAt,
  outcome,
  tokens,
}: ModelRequest): Attributes => ({
  ...chatAttributes(model),
  "gen_ai.request.stream": true,
  "ema.request.outcome": outcome,
  ...(outcome === "refused" ? { "error.type": "refused" } : {}),
  ...(firstChunkAt === undefined
    ? {}
    : { "gen_ai.response.time_to_first_chunk": (firstChunkAt - startedAt) / 1000 }),
  ...(tokens === undefined
    ? {}
    : {
        "gen_ai.usage.input_tokens": tokens.input,
        "gen_ai.usage.cache_read.input_tokens": tokens.cachedInput,
        "gen_ai.usage.output_tokens": tokens.output,
      }),
});

export const toolAttributes = (name: string): Attributes => ({
  "gen_ai.operation.name": "execute_tool",
  "gen_ai.tool.name": name,
  "gen_ai.tool.type": "function",
});
