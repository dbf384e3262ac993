/** Asking the API. */

/** What the API refused, or that it could not be reached (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Throws `ApiProblem`. The answer is trusted to be what the API's own schemas say. */
export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return ask<Answer>(path, { ...(signal && { signal }) });
}

export async function postJson<Answer>(path: string, body: unknown): Promise<Answer> {
  return ask<Answer>(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Why an address whose answer is no JSON is refused, or did not come through; one byte of it is asked for. */
export async function refusalOf(path: string): Promise<string> {
  try {
    const response = await fetch(path, { credentials: "same-origin", headers: { range: "bytes=0-0" } });
    return response.ok ? "The browser cannot play it; save it instead." : await messageOf(response);
  } catch {
    return unreachable;
  }
}

const unreachable = "The server cannot be reached. Check your connection; this page tries again.";

async function ask<Answer>(path: string, request: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...request });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, unreachable);
  }
  if (!response.ok) throw new ApiProblem(response.status, await messageOf(response));
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

async function messageOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  return (
    wordsIn(body) ??
    (response.status === 429
      ? "Too many requests in a short time. Wait a minute, then try again."
      : `The server answered ${response.status}. Try again; if it stays so, tell whoever runs EMA.`)
  );
}

function wordsIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  if ("message" in body && typeof body.message === "string" && body.message !== "") return body.message;
  return "error" in body ? wordsIn(body.error) : undefined;
}
