/** The process of the stand-ins: the providers of all contenders, and the API that the synchronous shape waits for. */
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { synthesize } from "#src/local/flite.ts";
import type { Requests } from "#src/local/requests.ts";
import { startLocalEngines } from "#src/local/server.ts";
import type { AskedFor, EnginesAnswer, EnginesRequest } from "./messages.ts";
import { localTime, monotonicTime } from "./monotonic.ts";
import { type ReplyStyle, replyTo } from "./replies.ts";
import type { Used } from "./result.ts";

/** What each of the three requests of a turn took where they were waited for. */
const apiMs = 1_000;
/** What a client has left is noticed when its connection is closed. */
const settleMs = 200;

const styles = new Map<string, ReplyStyle>();
const engines = await startLocalEngines({
  replyTo: (request, call) => {
    const style = styles.get(call);
    if (style === undefined) throw new Error("There is no such call.");
    return replyTo(request, style);
  },
});

const api = createServer((request, response) => {
  request.resume();
  setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"), apiMs);
});
const apiPort = await new Promise<number>((resolve) => {
  api.listen(0, "127.0.0.1", () => {
    const address = api.address();
    resolve(typeof address === "object" && address !== null ? address.port : 0);
  });
});

process.on("message", (request: EnginesRequest) => {
  carryOut(request).then(
    (asked) => tell({ type: "done", id: request.id, ...(asked === undefined ? {} : { asked }) }),
    (error: unknown) => tell({ type: "failed", id: request.id, reason: String(error) }),
  );
});
// Nobody is left to serve.
process.on("disconnect", () => process.exit());
tell({ type: "ready", port: engines.port, apiUrl: `http://127.0.0.1:${apiPort}` });

async function carryOut(request: EnginesRequest): Promise<AskedFor | undefined> {
  switch (request.type) {
    case "speakAhead":
      for (const text of request.texts) await synthesize(text, { voice: request.voice });
      return undefined;
    case "open":
      styles.set(request.call, request.replies);
      engines.call(request.call, request.seed).configure(request.behaviour);
      return undefined;
    case "say":
      engines.call(request.call).speech.say({ chunks: request.said.chunks }, localTime(request.said.at));
      return undefined;
    case "close": {
      await delay(settleMs);
      const call = engines.call(request.call);
      const asked = {
        used: usedIn(call.requests),
        at: call.requests.chat.map(({ at }) => monotonicTime(at)),
      };
      styles.delete(request.call);
      call.close();
      return asked;
    }
  }
}

function usedIn({ chat, speech, aura }: Requests): Used {
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    llmRequests: chat.length,
    llmBrokenOff: chat.filter(({ outcome }) => outcome === "aborted").length,
    inputTokens: sum(chat.map(({ billed }) => billed.input)),
    outputTokens: sum(chat.map(({ billed }) => billed.output)),
    ttsCharacters: sum([...speech, ...aura].map(({ input }) => input?.length ?? 0)),
  };
}

function tell(answer: EnginesAnswer): void {
  process.send?.(answer);
}
