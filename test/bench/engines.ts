/** The stand-ins' process, as the run sees it. */
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { startChild } from "./child.ts";
import type { AskedFor, EnginesAnswer, EnginesRequest, Said } from "./messages.ts";
import type { ReplyStyle } from "./replies.ts";

type WithoutId<Request> = Request extends unknown ? Omit<Request, "id"> : never;

export interface Engines {
  apiUrl: string;
  deepgramUrl(call: string): string;
  openaiUrl(call: string): string;
  /** Speech that is asked for later is there then: to make it takes no part of anybody's turn. */
  speakAhead(texts: readonly string[]): Promise<void>;
  /** `seed`: calls of the same one draw the same latencies. */
  open(
    call: string,
    options: { seed: string; behaviour: BehaviourInput; replies: ReplyStyle },
  ): Promise<void>;
  /** What the caller begins to say. */
  say(call: string, said: Said): void;
  /** What was asked for in the call. */
  close(call: string): Promise<AskedFor>;
  finish(): Promise<void>;
}

/** @throws Error when the process ends before it is ready. */
export async function startEngines(): Promise<Engines> {
  const waiting = new Map<number, PromiseWithResolvers<AskedFor | undefined>>();
  const ready = Promise.withResolvers<{ port: number; apiUrl: string }>();
  const child = startChild<EnginesRequest>("engines-process.ts", {
    onMessage(message) {
      const answer = message as EnginesAnswer;
      if (answer.type === "ready") return ready.resolve(answer);
      const waiter = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.type === "done") waiter?.resolve(answer.asked);
      else waiter?.reject(new Error(answer.reason));
    },
    onEnd(reason) {
      const error = new Error(`The stand-ins' process ended: ${reason}`);
      ready.reject(error);
      for (const { reject } of waiting.values()) reject(error);
    },
  });
  const { port, apiUrl } = await ready.promise;
  let lastId = 0;
  const ask = (request: WithoutId<EnginesRequest>): Promise<AskedFor | undefined> => {
    const answer = Promise.withResolvers<AskedFor | undefined>();
    lastId += 1;
    waiting.set(lastId, answer);
    child.send({ ...request, id: lastId });
    return answer.promise;
  };
  const prefix = (call: string): string => `127.0.0.1:${port}/calls/${encodeURIComponent(call)}`;
  return {
    apiUrl,
    deepgramUrl: (call) => `ws://${prefix(call)}`,
    openaiUrl: (call) => `http://${prefix(call)}/v1`,
    async speakAhead(texts) {
      await ask({ type: "speakAhead", texts, voice: "nova" });
    },
    async open(call, options) {
      await ask({ type: "open", call, ...options });
    },
    // Where the process has ended, whoever waits for it is told.
    say: (call, said) => void ask({ type: "say", call, said }).catch(() => {}),
    async close(call) {
      const asked = await ask({ type: "close", call });
      if (asked === undefined) throw new Error("The stand-ins did not say what they were asked for.");
      return asked;
    },
    finish: () => child.finish(),
  };
}
