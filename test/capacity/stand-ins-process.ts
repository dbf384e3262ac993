/** The process of `stand-ins.ts`: ends when it is let go. */
import { loadCheckedPacks } from "#src/checked-packs.ts";
import { replyTo } from "#src/keyless.ts";
import type { ChatReply, ChatRequest } from "#src/local/chat-request.ts";
import type { LocalCall } from "#src/local/call.ts";
import { synthesizeAt } from "#src/local/flite.ts";
import { startLocalEngines } from "#src/local/server.ts";
import { comfortNoiseRms, noiseLoop } from "#src/simulate/noise.ts";
import { startReceiver } from "#src/simulate/receiver.ts";
import { speakLine } from "#src/simulate/speech.ts";
import { realTimers } from "#src/simulate/timers.ts";
import { replyText } from "../bench/replies.ts";
import type { CallerLine } from "./caller.ts";
import { beforeCalls, callerLines, type Ready, type ToStandIns, type Words } from "./stand-ins.ts";

/** Recognition final, first token, first byte of speech: what the README's figures were measured with. */
const behaviour = {
  stt: { finalMs: 200, interimMs: 100 },
  llm: { firstTokenMs: 300 },
  tts: { firstByteMs: 150 },
};
/** For phrases that are synthesized before a call comes. */
const atOnce = { tts: { firstByteMs: 0, timesRealTime: 1_000 } };

const packs = loadCheckedPacks("prompts");
const engines = await startLocalEngines({ replyTo: reply });
engines.call(beforeCalls).configure(atOnce);
const receiver = await startReceiver({ behaviour: "ok", secret: "benchmark", timers: realTimers });
const calls = new Map<string, LocalCall>();

process.on("message", (message: ToStandIns) => {
  if ("open" in message) {
    const call = engines.call(message.open);
    call.configure(behaviour);
    calls.set(message.open, call);
  } else if ("say" in message) calls.get(message.key)?.speech.say(spokenNow(message.say));
  else {
    calls.get(message.close)?.close();
    calls.delete(message.close);
  }
});
process.on("disconnect", () => process.exit());

const ready: Ready = {
  enginesPort: engines.port,
  receiverUrl: receiver.url,
  lines: await Promise.all(callerLines.map(spoken)),
  noise: noiseLoop({ rms: comfortNoiseRms, telephone: false, seed: 1 }),
};
process.send?.(ready);

async function spoken(text: string): Promise<CallerLine> {
  const { samples, chunks } = await speakLine(text, {
    synthesize: (words, { sampleRate }) => synthesizeAt(words, { voice: "rms", sampleRate }),
    telephone: false,
    seed: 1,
  });
  return {
    samples,
    words: { chunks: chunks.map(({ words, endMs }) => ({ words, endMs })) },
    voicedMs: chunks.at(-1)?.endMs ?? 0,
  };
}

function spokenNow({ chunks }: Words) {
  return { chunks: chunks.map(({ words, endMs }) => ({ words: [...words], endMs })) };
}

/** The intake script where the prompt is a pack's own, with its tools; a question for those who have none. */
function reply(request: ChatRequest): ChatReply {
  try {
    return replyTo(packs, request);
  } catch {
    const said = request.messages.filter(({ role }) => role === "user").length;
    return { text: replyText({ seed: 1, length: "long" }, said), toolCalls: [] };
  }
}
