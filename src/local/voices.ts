/** The voices that flite has, and which of them answers to an OpenAI voice's name. */

/** slt is the one woman; awb is Scottish; rms and kal16 are American men. flite's awb_time only tells the time. */
export type FliteVoice = "slt" | "rms" | "awb" | "kal16";

/** Which of them speaks for a name: its own, or one of OpenAI's voices. */
const speakers = {
  slt: "slt",
  rms: "rms",
  awb: "awb",
  kal16: "kal16",
  alloy: "slt",
  ash: "rms",
  ballad: "awb",
  cedar: "rms",
  coral: "slt",
  echo: "kal16",
  fable: "awb",
  marin: "slt",
  nova: "slt",
  onyx: "rms",
  sage: "slt",
  shimmer: "slt",
  verse: "kal16",
} as const satisfies Record<string, FliteVoice>;

/** A voice of flite's, or one of OpenAI's that it stands for. */
export type Voice = keyof typeof speakers;

export const voiceNames: readonly string[] = Object.keys(speakers);

export function isVoice(name: string): name is Voice {
  return Object.hasOwn(speakers, name);
}

export function fliteVoice(voice: Voice): FliteVoice {
  return speakers[voice];
}
