/**
 * The OpenAI client with an eye on its streams. The stock plugin takes an answer that ends early for a whole one, waits for
 * ever in the middle of one, and has one error for a broken connection and for nonsense.
 */
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  type OpenAI,
} from "openai";
import { z } from "zod";
import type { AskedOfModel, UsageMeter } from "#src/call/ports.ts";

type Completions = OpenAI["chat"]["completions"];
type Chunk = OpenAI.ChatCompletionChunk;
interface ChunkStream extends AsyncIterable<Chunk> {
  controller: AbortController;
}

/** Longest waits, for the first chunk after the headers and for each that follows. */
export interface ChunkDeadlines {
  firstMs: number;
  nextMs: number;
}

/** The part of a chunk that the plugin reads. */
const chunkSchema = z.object({
  choices: z.array(
    z.object({
      delta: z
        .object({
          content: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                id: z.string().nullish(),
                function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
              }),
            )
            .nullish(),
        })
        .optional(),
      finish_reason: z.string().nullish(),
    }),
  ),
  /** In a chunk of its own, after the last word. What is strange about it harms no call. */
  usage: z
    .object({
      prompt_tokens: z.number().int().min(0),
      completion_tokens: z.number().int().min(0),
      prompt_tokens_details: z.object({ cached_tokens: z.number().int().min(0).nullish() }).nullish(),
    })
    .nullish()
    .catch(undefined),
});

/**
 * Only `chat.completions.create` with `stream: true` is watched. `onFailure` is told once, with a short code: `status 500`,
 * `timeout` before the first chunk, `stalled` after it, `malformed`, `cut off` when no chunk says that the answer is
 * finished, `refused` for an error amid the stream, `connection`. `usage` is told of every request.
 */
export function watchedClient(
  client: OpenAI,
  deadlines: ChunkDeadlines,
  onFailure: (reason: string) => void,
  usage: UsageMeter,
): OpenAI {
  const create = async (...request: Parameters<Completions["create"]>): Promise<AsyncIterable<Chunk>> => {
    const [{ model, messages, tools }] = request;
    const asked = usage.thinks(model, () => JSON.stringify([messages, tools]).length);
    try {
      const stream = await client.chat.completions.create(...request);
      if (!("controller" in stream)) throw new BrokenStream("malformed");
      return watched(stream, deadlines, onFailure, asked);
    } catch (error) {
      if (isRefusal(error)) asked.refused();
      else asked.taken();
      onFailure(reasonOf(error));
      throw error;
    }
  };
  return Object.create(client, { chat: { value: { completions: { create } } } });
}

/** Seen by nobody but the plugin, which keeps its message. */
class BrokenStream extends Error {}

async function* watched(
  stream: ChunkStream,
  { firstMs, nextMs }: ChunkDeadlines,
  onFailure: (reason: string) => void,
  asked: AskedOfModel,
): AsyncGenerator<Chunk, void> {
  let begun = false;
  let finished = false;
  let late = false;
  const whileWaiting = (ms: number) =>
    setTimeout(() => {
      late = true;
      stream.controller.abort();
    }, ms);
  let timer = whileWaiting(firstMs);
  try {
    for await (const chunk of stream) {
      clearTimeout(timer);
      const parsed = chunkSchema.safeParse(chunk);
      if (!parsed.success) throw new BrokenStream("malformed");
      begun = true;
      count(parsed.data, asked);
      finished ||= parsed.data.choices.some(({ finish_reason }) => Boolean(finish_reason));
      yield chunk;
      timer = whileWaiting(nextMs);
    }
    // A stream that is aborted ends without an error.
    if (!finished) throw new BrokenStream("cut off");
  } catch (error) {
    // All of it has been heard: what breaks now is of no importance.
    if (finished) return;
    onFailure(late ? (begun ? "stalled" : "timeout") : reasonOf(error));
    throw error;
  } finally {
    clearTimeout(timer);
    // Of a reply that is broken off nobody says what it costs, and yet it is billed.
    asked.taken();
  }
}

function count({ choices, usage }: z.output<typeof chunkSchema>, asked: AskedOfModel): void {
  if (usage)
    asked.told({
      input: usage.prompt_tokens,
      cachedInput: usage.prompt_tokens_details?.cached_tokens ?? 0,
      output: usage.completion_tokens,
    });
  else if (choices.some(({ delta }) => delta?.content || delta?.tool_calls)) asked.chunk();
}

/** The vendor did not take the request. One that we called off, or did not wait for, it may have answered. */
const isRefusal = (error: unknown): boolean =>
  error instanceof APIError &&
  !(error instanceof APIUserAbortError) &&
  !(error instanceof APIConnectionTimeoutError);

function reasonOf(error: unknown): string {
  if (error instanceof BrokenStream) return error.message;
  if (error instanceof APIConnectionTimeoutError) return "timeout";
  if (error instanceof APIConnectionError) return "connection";
  if (error instanceof APIError) return error.status === undefined ? "refused" : `status ${error.status}`;
  return error instanceof SyntaxError ? "malformed" : "connection";
}
