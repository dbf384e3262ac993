/** Ties what the voice tells of an utterance to the chart. */
import type { CallEvent } from "#machines/call/types.ts";
import { type LiveCall, noteWorking } from "./live-call.ts";
import type { Utterance } from "./ports.ts";

/** Begins an utterance and makes it the one being said; a reply's first sample also closes the turn's trace. */
export function beginUtterance(
  call: LiveCall,
  send: (event: CallEvent) => void,
  kind: "reply" | "phrase",
): Utterance {
  const utterance = call.ports.voice.begin({
    started(at) {
      if (kind === "phrase") call.trace.phraseBegan(at);
      else if (call.speaking?.utterance === utterance) call.speaking.latency ??= call.trace.answered(at);
      send({ type: "playout.started", at });
    },
    drained: (at) => send({ type: "playout.drained", at }),
    finished: (at, said) => send({ type: "playout.finished", at, said }),
    failed: (reason) => send({ type: "provider.failed", provider: "tts", reason }),
    firstAudio: (at) => {
      if (kind === "reply") call.trace.mark("first_audio_ms", at);
    },
    worked: () => noteWorking(call, "tts", send),
    degraded: (reason) => send({ type: "provider.degraded", provider: "tts", reason }),
  });
  call.speaking = { utterance };
  return utterance;
}
