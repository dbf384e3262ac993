/**
 * Connections to the vendors that outlive the pauses of a call: a new one costs two journeys there and back before the
 * request, and Node gives an idle one up after 4 s, which is less than a turn of the caller's.
 */
import { Agent } from "undici";

/** Shorter than vendors keep idle connections (60 s and more). A server that says it keeps less is believed. */
const keptMs = 30_000;
/** A reply's stream, and the two sentences that are fetched at the same time. */
const atOnce = 3;

/** An `object`, since the package's types and those that come with Node's do not know each other. */
const throughAgent: object = {
  dispatcher: new Agent({ keepAliveTimeout: keptMs, keepAliveMaxTimeout: keptMs }),
};

export const lastingFetch: typeof fetch = (input, init) => fetch(input, { ...init, ...throughAgent });

/** Opens connections to `url` before they are needed. What fails here fails again, and is told of, when it matters. */
export function openConnections(url: string): void {
  for (let opened = 0; opened < atOnce; opened++)
    // Not by HEAD, after which a connection is not used again.
    lastingFetch(url)
      .then((response) => response.arrayBuffer())
      .catch(() => {});
}
