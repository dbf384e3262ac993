/** A caller's script as sound. It is made before the call, and once for all contenders. */
import { type SpokenLine, speakLine, type Synthesize } from "#src/simulate/speech.ts";
import type { AudioName } from "../result.ts";
import type { CallScript, ScriptedTurn } from "./script.ts";

export interface SpokenTurn extends Pick<ScriptedTurn, "thinkMs" | "bargeInAfterMs"> {
  line: SpokenLine;
  sound?: NonNullable<ScriptedTurn["sound"]> & { line: SpokenLine };
}

/** Callers sound unlike the agent. */
const voice = "rms";

export async function speakScript(
  script: CallScript,
  { synthesize, audio, seed }: { synthesize: Synthesize; audio: AudioName; seed: number },
): Promise<SpokenTurn[]> {
  const speak = (text: string, index: number): Promise<SpokenLine> =>
    speakLine(text, { synthesize, voice, telephone: audio === "telephone", seed: seed + index });
  const turns: SpokenTurn[] = [];
  for (const [index, { text, sound, ...turn }] of script.entries()) {
    const line = await speak(text, index);
    turns.push({
      ...turn,
      line,
      ...(sound === undefined ? {} : { sound: { ...sound, line: await speak(`{${sound.kind}}`, index) } }),
    });
  }
  return turns;
}
