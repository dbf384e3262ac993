/** The stream client in a browser: woken when the machine is back online, or the window in view. */
import { startStream, type StreamParts } from "./stream.ts";

/** Returns what stops it. */
export function openBrowserStream(parts: Omit<StreamParts, "open" | "now">): () => void {
  const stream = startStream({
    ...parts,
    open: (address) => new EventSource(address),
    now: () => Date.now(),
  });
  const done = new AbortController();
  const wake = (): void => {
    if (document.visibilityState === "visible") stream.wake();
  };
  window.addEventListener("online", wake, { signal: done.signal });
  document.addEventListener("visibilitychange", wake, { signal: done.signal });
  return () => {
    done.abort();
    stream.stop();
  };
}
