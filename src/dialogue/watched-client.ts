/**
 * The OpenAI client with an eye on its streams. The stock plugin takes an answer that ends early for a whole one, waits for
 * ever in the middle of one, and has one error for a broken connection and for nonsense.
 */
import { APIConnectionError, APIConnectionTimeoutError, APIError, type OpenAI } from "openai";
import { z } from "zod";

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
  usage: z.object({}).nullish(),
});

/**
 * Only `chat.completions.create` with `stream: true` is watched. `onFailure` is told once, with a short code: `status 500`,
 * `timeout` before the first chunk, `stalled` after it, `malformed`, `cut off` when no chunk says that the answer is
 * finished, `refused` for an error amid the stream, `connection`.
 */
export function watchedClient(
  client: OpenAI,
  deadlines: ChunkDeadlines,
  onFailure: (reason: string) => void,
): OpenAI {
  const create = async (...request: Parameters<Completions["create"]>): Promise<AsyncIterable<Chunk>> => {
    try {
      const stream = await client.chat.completions.create(...request);
      if (!("controller" in stream)) throw new BrokenStream("malformed");
      return watched(stream, deadlines, onFailure);
    } catch (error) {
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
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof BrokenStream) return error.message;
  if (error instanceof APIConnectionTimeoutError) return "timeout";
  if (error instanceof APIConnectionError) return "connection";
  if (error instanceof APIError) return error.status === undefined ? "refused" : `status ${error.status}`;
  return error instanceof SyntaxError ? "malformed" : "connection";
}
