/** Asks Deepgram whether it takes a key, by opening the socket that a call would open. */
import { WebSocket } from "ws";

/** The provider refuses the key: no call could be taken with it. The message bears no part of the key. */
export class RefusedKey extends Error {
  constructor(variable: string, remedy: string) {
    super(`${variable} is refused by the provider; ${remedy}.`);
    this.name = "RefusedKey";
  }
}

const timeoutMs = 8000;

/** Throws `RefusedKey` at 401 or 403. A provider that is out of reach is no reason not to start: it may be back. */
export function checkDeepgramKey({ apiKey, url }: { apiKey: string; url: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}/v1/listen?model=nova-3`, {
      headers: { authorization: `Token ${apiKey}` },
      handshakeTimeout: timeoutMs,
    });
    socket.once("open", () => {
      resolve();
      socket.close();
    });
    socket.once("unexpected-response", (_request, { statusCode }) => {
      if (statusCode === 401 || statusCode === 403)
        reject(new RefusedKey("DEEPGRAM_API_KEY", "create another one at https://console.deepgram.com"));
      else resolve();
      socket.terminate();
    });
    socket.on("error", () => resolve());
  });
}
