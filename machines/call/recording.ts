/** Opt-in recording: the workspace offers it, the caller decides, and a refusal changes nothing else. */
import { callSetup } from "./setup.ts";

export const recording = callSetup.createStateConfig({
  description: "Opt-in recording.",
  initial: "off",
  states: {
    off: {
      description: "Nothing is recorded.",
      always: { guard: "asksForRecording", target: "askingConsent" },
    },
    askingConsent: {
      description: "The caller is asked; anything but a plain yes is a no.",
      on: { "turn.taken": [{ guard: "agrees", target: "recording" }, { target: "refused" }] },
    },
    recording: {
      description: "The caller agreed.",
      entry: "startRecording",
    },
    refused: {
      description: "The caller did not agree; nothing is recorded.",
    },
  },
});
