/** A stream of the server's that comes back by itself when it was cut. */
export interface StreamOptions {
  /** Address of the stream, given the id of the last message that was heard. */
  address: (lastId: string) => string;
  onMessage: (data: string) => void;
  onConnected: (connected: boolean) => void;
}

const againMs = 1_500;

export function openStream({ address, onMessage, onConnected }: StreamOptions): () => void {
  let lastId = "";
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const open = (): void => {
    if (stopped) return;
    const opened = new EventSource(address(lastId));
    source = opened;
    opened.addEventListener("open", () => onConnected(true));
    opened.addEventListener("message", (event: MessageEvent<string>) => {
      lastId = event.lastEventId;
      onMessage(event.data);
    });
    opened.addEventListener("error", () => {
      onConnected(false);
      // The browser tries again by itself unless it was refused: then this does, since the server may just not be up yet.
      if (opened.readyState !== EventSource.CLOSED || stopped) return;
      clearTimeout(again);
      again = setTimeout(open, againMs);
    });
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(again);
    source?.close();
  };
}
