/** A caller in a process of its own, which `vanishing-caller.ts` starts and asks by messages. */
import type { SpeechPort } from "#src/simulate/begin-line.ts";
import type { CallSettings } from "./call-settings.ts";
import { call, type Caller } from "./caller.ts";

export interface Asked {
  id: number;
  method: "prepare" | "say" | "press" | "waitForAgentSpeech" | "waitForSilence" | "agentSpans" | "hangUp";
  args: unknown[];
}

export type ToCaller = { settings: CallSettings } | { asked: Asked };

export type FromCaller =
  | { joined: { room: string; identity: string } }
  | { failed: string }
  | { said: Parameters<SpeechPort["say"]>[0] }
  | { cut: true }
  | { id: number; answer: unknown }
  | { id: number; error: string };

const tell = (message: FromCaller): void => {
  process.send?.(message);
};
const speech: SpeechPort = { say: (said) => tell({ said }), cut: () => tell({ cut: true }) };
let caller: Caller | undefined;

process.on("message", (message: ToCaller) => void hear(message));
// Nobody is left to ask.
process.on("disconnect", () => process.exit());

async function hear(message: ToCaller): Promise<void> {
  if ("asked" in message) return answer(message.asked);
  try {
    caller = await call({ ...message.settings, engines: { speech: () => speech } });
    tell({ joined: { room: caller.room, identity: caller.identity } });
  } catch (error) {
    tell({ failed: String(error) });
  }
}

async function answer({ id, method, args }: Asked): Promise<void> {
  try {
    if (caller === undefined) throw new Error("The caller is not in the room yet.");
    const asked = caller[method] as (...args: unknown[]) => unknown;
    tell({ id, answer: await asked.apply(caller, args) });
  } catch (error) {
    tell({ id, error: String(error) });
  }
}
