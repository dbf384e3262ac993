/** The vendors' stand-ins and the receiver of webhooks, in a process of their own: their work is not the calls'. */
import { fork } from "node:child_process";
import { once } from "node:events";
import type { SpeechPort } from "#src/simulate/begin-line.ts";
import type { CallerLine } from "./caller.ts";

export type Words = Parameters<SpeechPort["say"]>[0];

/** What callers say, in order: a burst pipe, from the greeting to the dispatch. */
export const callerLines = [
  "A pipe burst under my kitchen sink.",
  "No, nobody is hurt.",
  "Yes, water is pouring out and I cannot stop it.",
  "It is 42 Maple Street, unit 4B.",
  "Yes, this number is fine.",
  "My name is Sam.",
  "Yes, they can come in.",
  "Yes, that is right.",
] as const;

export type ToStandIns = { open: string } | { say: Words; key: string } | { close: string };

export interface Ready {
  enginesPort: number;
  receiverUrl: string;
  lines: readonly CallerLine[];
  noise: Int16Array;
}

export interface StandIns extends Ready {
  readonly pid: number;
  tell(message: ToStandIns): void;
  stop(): Promise<void>;
}

/** The key of requests that are made before a call comes. */
export const beforeCalls = "before-calls";

export async function startStandIns(): Promise<StandIns> {
  const child = fork(new URL("stand-ins-process.ts", import.meta.url), {
    serialization: "advanced",
    execArgv: [],
  });
  const ended = once(child, "exit");
  const [ready] = (await Promise.race([
    once(child, "message"),
    ended.then(() => Promise.reject(new Error("The stand-ins did not start."))),
  ])) as [Ready];
  return {
    ...ready,
    pid: child.pid ?? 0,
    tell: (message) => void child.send(message),
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}
