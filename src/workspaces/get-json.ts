/** One request to the EMA API for its workspaces, bounded in time and size. */
import ky from "ky";
import type { Secret } from "#src/config/secret.ts";
import { PackError } from "./pack-error.ts";

export interface GetOptions {
  /** Sent as `X-Webhook-Secret`, and to nobody whom the API redirects to. */
  secret: Secret;
  etag: string | undefined;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Where a mistake is, for messages. */
export const place = { file: "GET /livekit/packs of the EMA API" };

const longestAnswer = 32 * 1024 * 1024;

/** Throws `PackError`; its message bears nothing that the other side wrote. */
export async function getJson(
  url: string,
  { secret, etag, timeoutMs, signal }: GetOptions,
): Promise<{ data: unknown; etag: string | undefined } | "unchanged"> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await ky.get(url, {
      headers: { "x-webhook-secret": secret.reveal(), ...(etag !== undefined && { "if-none-match": etag }) },
      redirect: "manual",
      retry: 0,
      throwHttpErrors: false,
      timeout: false,
      signal: AbortSignal.any([signal, timeout]),
    });
    if (response.status !== 200) await response.body?.cancel();
    if (response.status === 304 && etag !== undefined) return "unchanged";
    if (response.status !== 200) throw answered(response.status);
    return { data: parse(await read(response)), etag: response.headers.get("etag") ?? undefined };
  } catch (error) {
    if (error instanceof PackError) throw error;
    const reason = timeout.aborted ? "timeout" : codeOf(error);
    throw new PackError(place, `it cannot be reached (${reason})`, "check EMA_API_URL and the API itself");
  }
}

function answered(status: number): PackError {
  const remedy =
    status === 401 || status === 403
      ? "set EMA_WEBHOOK_SECRET to the secret that it expects"
      : "check EMA_API_URL and the API itself";
  return new PackError(place, `it answered with status ${status}`, remedy);
}

async function read(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > longestAnswer)
      throw new PackError(place, `it answered with more than ${longestAnswer} bytes`, "shorten the packs");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The error is not kept: it quotes what was sent.
    throw new PackError(
      place,
      "it answered with a text that is not JSON",
      "check EMA_API_URL and the API itself",
    );
  }
}

/** An error's message may quote a header's value, so only its code or name is passed on. */
function codeOf(error: unknown): string {
  let cause = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    cause = cause.cause;
  }
  return error instanceof Error ? error.name : "unknown reason";
}
