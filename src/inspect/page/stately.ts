/**
 * Hands a simulated call to the Stately inspector as the browser inspector of `@statelyai/inspect` does: a window is opened,
 * which says `@statelyai.connected`, and is then posted one event after the other.
 */
import type { WatchedCall, WatchMessage } from "../watch/message.ts";
import { byId, make } from "./elements.ts";
import { openStream } from "./stream.ts";

const inspector = "https://stately.ai/inspect";
const { origin } = new URL(inspector);

const choice = byId("call", HTMLSelectElement);
const button = byId("open", HTMLButtonElement);
const state = byId("state", HTMLElement);
let stop = (): void => {};

openStream({
  address: () => "calls",
  onMessage: (data) => {
    const calls: WatchedCall[] = JSON.parse(data);
    const offered = calls.filter(({ synthetic }) => synthetic);
    const chosen = choice.value;
    choice.replaceChildren(
      ...offered.map(({ id }) => {
        const option = make("option", { text: id });
        option.value = id;
        return option;
      }),
    );
    if (offered.some(({ id }) => id === chosen)) choice.value = chosen;
    if (button.disabled && offered.length > 0) state.textContent = "";
    button.disabled = offered.length === 0;
  },
  onConnected: (connected) => {
    if (!connected) state.textContent = "Connection lost, trying again…";
    else if (!button.disabled) state.textContent = "";
  },
});

button.addEventListener("click", () => {
  stop();
  const opened = window.open(inspector, "xstateinspector");
  if (!opened) {
    state.textContent = "The browser did not open the window: allow this page to open one.";
    return;
  }
  stop = hand(choice.value, opened);
});

/** Everything kept of the call, each time the window says that it is there: it may have been reloaded. */
function hand(callId: string, target: Window): () => void {
  state.textContent = "Waiting for the inspector…";
  let stopStream = (): void => {};
  const connected = ({ data, source, origin: from }: MessageEvent<unknown>): void => {
    if (source !== target || from !== origin || typeOf(data) !== "@statelyai.connected") return;
    stopStream();
    let sent = 0;
    state.textContent = "The inspector is connected.";
    stopStream = openStream({
      address: (lastId) =>
        `calls/${encodeURIComponent(callId)}/stately${lastId === "" ? "" : `?after=${lastId}`}`,
      onMessage: (line) => {
        const message: WatchMessage = JSON.parse(line);
        if (message.kind !== "stately") return;
        target.postMessage(message.event, origin);
        sent += 1;
        state.textContent = `${sent} events of ${callId} were handed over.`;
      },
      onConnected: (up) => {
        if (!up) state.textContent = "Connection lost, trying again…";
      },
    });
  };
  window.addEventListener("message", connected);
  return () => {
    window.removeEventListener("message", connected);
    stopStream();
    target.postMessage({ type: "@statelyai.disconnected" }, origin);
  };
}

const typeOf = (data: unknown): unknown =>
  typeof data === "object" && data !== null && "type" in data ? data.type : undefined;
