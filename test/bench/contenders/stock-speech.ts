/** OpenAI's speech by the stock plugin, which waits for a sentence's whole body. */
import type { tts } from "@livekit/agents";
import * as openai from "@livekit/agents-plugin-openai";
import { APIUserAbortError } from "openai";
import type { ContenderCall } from "../contender.ts";
import { apiKey, ttsVoice } from "./vendors.ts";

// The plugin knows by this name that a request was called off. The client gives another one, and a rejection that nobody
// handles would end the process; a worker only logs it.
Object.defineProperty(APIUserAbortError.prototype, "name", { value: "AbortError" });

export const stockSpeech = ({ openaiUrl }: ContenderCall): tts.TTS =>
  new openai.TTS({ apiKey, baseURL: openaiUrl, voice: ttsVoice });
