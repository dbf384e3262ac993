/** What the rivals with an `AgentSession` have in common: the same detector, vendors, prompt and line. */
import { initializeLogger, tokenize, tts, voice } from "@livekit/agents";
import * as deepgram from "@livekit/agents-plugin-deepgram";
import * as openai from "@livekit/agents-plugin-openai";
import * as silero from "@livekit/agents-plugin-silero";
import type { Contender, ContenderCall } from "../contender.ts";
import { greeting, instructions } from "./instructions.ts";
import { SessionInput } from "./session-input.ts";
import { SessionOutput } from "./session-output.ts";
import { StreamedSpeech } from "./streamed-speech.ts";
import { apiKey, llmModel } from "./vendors.ts";

export interface SessionVariant {
  /** Silero's defaults where it is left out. */
  vad?: Parameters<typeof silero.VAD.load>[0];
  tts(call: ContenderCall): tts.TTS;
  /** Asked anew for each call. */
  options(): Pick<voice.AgentSessionOptions, "turnHandling" | "aecWarmupDuration">;
  /** Greets, and does what the session does not do by itself; returns how to leave. */
  attend(session: voice.AgentSession, output: SessionOutput): () => void;
}

export async function openSessions(variant: SessionVariant): Promise<Contender> {
  initializeLogger({ pretty: false, level: "fatal" });
  const vad = await silero.VAD.load(variant.vad);
  // Each session is one.
  vad.setMaxListeners(0);
  return {
    async answer(call) {
      const speech = variant.tts(call);
      const recognizer = new deepgram.STT({ apiKey, baseUrl: call.deepgramUrl });
      const session = new voice.AgentSession({
        ...variant.options(),
        vad,
        stt: recognizer,
        llm: new openai.LLM({ apiKey, baseURL: call.openaiUrl, model: llmModel }),
        tts: speech,
      });
      const input = new SessionInput(call.audioIn);
      const output = new SessionOutput(call.audioOut);
      // What is broken off is told as an error, too; without a listener it would end the process.
      session.on(voice.AgentSessionEventTypes.Error, () => {});
      session.input.audio = input;
      session.output.audio = output;
      await session.start({ agent: new voice.Agent({ instructions }) });
      const leave = variant.attend(session, output);
      return {
        async close() {
          leave();
          await session.close();
          output.clearBuffer();
          await input.close();
          await Promise.all([recognizer.close(), speech.close()]);
        },
      };
    },
    close: () => vad.close(),
  };
}

/** Enough where the session decides everything by itself. */
export function greet(session: voice.AgentSession): () => void {
  session.say(greeting);
  return () => {};
}

/** As soon as a sentence is there it is asked for, and as soon as its audio begins to come it is played. */
export const streamedSentences = ({ openaiUrl }: ContenderCall): tts.TTS =>
  new tts.StreamAdapter(
    new StreamedSpeech(openaiUrl),
    new tokenize.basic.SentenceTokenizer({ minSentenceLength: 4, streamContextLength: 1 }),
  );
