/** A caller whose connection may die without a goodbye: it lives in a process of its own, which can be killed. */
import { fork } from "node:child_process";
import type { SpeechPort } from "#src/simulate/begin-line.ts";
import type { Span } from "#src/simulate/measure.ts";
import type { Asked, FromCaller, ToCaller } from "./caller-process.ts";
import type { CallOptions, Voiced } from "./caller.ts";
import { participantOf } from "./call-settings.ts";
import { inTime, now } from "./time.ts";

/** As `Caller`; times are those of `now`. */
export interface VanishingCaller {
  readonly room: string;
  readonly identity: string;
  prepare(...lines: string[]): Promise<void>;
  say(line: string): Promise<Voiced>;
  press(digit: string): Promise<void>;
  waitForAgentSpeech(forMs?: number, limitMs?: number): Promise<void>;
  waitForSilence(forMs: number, limitMs?: number): Promise<void>;
  agentSpans(): Promise<Span[]>;
  hangUp(): Promise<void>;
  /** Gone in the middle of whatever it is; resolves to when. */
  vanish(): Promise<number>;
}

const joinLimitMs = 30_000;

export async function callToVanish({ engines, livekit, ...rest }: CallOptions): Promise<VanishingCaller> {
  const { url, apiKey, apiSecret } = livekit;
  const room = rest.room ?? participantOf({ ...rest, livekit }).roomName;
  const settings = { ...rest, room, livekit: { url, apiKey, apiSecret } };
  const child = fork(new URL("./caller-process.ts", import.meta.url), { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const joined = Promise.withResolvers<{ room: string; identity: string }>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const speech = engines?.speech(room);
  child.on("message", (message: FromCaller) => {
    if ("joined" in message) joined.resolve(message.joined);
    else if ("failed" in message) joined.reject(new Error(message.failed));
    else hear(message, speech, waiting);
  });
  const gone = (): void => {
    joined.reject(new Error("The caller's process ended before it was in the room."));
    for (const { reject } of waiting.values()) reject(new Error("The caller is gone."));
    waiting.clear();
  };
  void ended.then(gone);
  const tell = (message: ToCaller): void => void child.send(message);
  let asked = 0;
  const ask = (method: Asked["method"], ...args: unknown[]): Promise<unknown> => {
    const id = ++asked;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(id, answer);
    tell({ asked: { id, method, args } });
    return answer.promise;
  };
  tell({ settings });
  const { identity } = await inTime(
    joined.promise,
    joinLimitMs,
    () => "The caller did not get into the room.",
  );
  return {
    room,
    identity,
    prepare: async (...lines) => void (await ask("prepare", ...lines)),
    say: async (line) => (await ask("say", line)) as Voiced,
    press: async (digit) => void (await ask("press", digit)),
    waitForAgentSpeech: async (...args) => void (await ask("waitForAgentSpeech", ...args)),
    waitForSilence: async (...args) => void (await ask("waitForSilence", ...args)),
    agentSpans: async () => (await ask("agentSpans")) as Span[],
    hangUp: async () => {
      await ask("hangUp");
      child.kill();
      await ended;
    },
    vanish: async () => {
      speech?.cut();
      child.kill("SIGKILL");
      const at = now();
      await ended;
      return at;
    },
  };
}

function hear(
  message: Exclude<FromCaller, { joined: unknown } | { failed: string }>,
  speech: SpeechPort | undefined,
  waiting: Map<number, PromiseWithResolvers<unknown>>,
): void {
  if ("said" in message) return speech?.say(message.said);
  if ("cut" in message) return speech?.cut();
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  if ("error" in message) asked?.reject(new Error(message.error));
  else asked?.resolve(message.answer);
}
