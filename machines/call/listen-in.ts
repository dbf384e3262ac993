/** Inside a pause of ours: is it a cough, an "mhm", or the caller taking the floor? */
export const listenIn = {
  voiced: {
    description: "The caller makes a sound over us; it may be a cough, or the start of a turn.",
    on: { "vad.speechEnded": { target: "quiet", actions: "noteSpeechEnded" } },
  },
  quiet: {
    description: "The sound is over; if no words come of it, we go on where we stopped.",
    on: { "vad.speechStarted": { target: "voiced", actions: "noteSpeechStarted" } },
  },
} as const;
