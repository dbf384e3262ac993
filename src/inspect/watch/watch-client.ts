/** The other side of the doors: finds the processes that run calls, and watches calls through them. */
import type { WatchedCall, WatchMessage } from "./message.ts";

export interface WatchClient {
  /** Told the present calls at once and the whole list again at every change; returns how to stop. */
  onCalls(listener: (calls: readonly WatchedCall[]) => void): () => void;
  /** Every message from now on, the present state first; returns how to stop. */
  watch(callId: string, listener: (message: WatchMessage) => void): () => void;
  close(): void;
}

/** Watches the doors in a folder as they come and go. */
export function openWatchClient(folder: string): WatchClient {
  throw new Error(`Not there yet: ${folder}.`);
}
