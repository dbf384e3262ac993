/**
 * `AgentSession` as it comes: Silero's 550 ms of silence end a turn, the reply is begun at the final transcript, its speech
 * when the turn is over, and each sentence's speech is waited for to its end. Its default turn detector is LiveKit's
 * end-of-turn model, which a session that no worker started cannot ask: every such silence is then taken for an end.
 */
import type { OpenContender } from "../contender.ts";
import { greet, openSessions } from "./session-parts.ts";
import { stockSpeech } from "./stock-speech.ts";

export const open: OpenContender = () =>
  openSessions({ tts: stockSpeech, options: () => ({}), attend: greet });
