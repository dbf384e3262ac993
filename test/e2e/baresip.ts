/** A telephone: baresip on loopback, which is told what to do, speaks lines, and keeps what it hears. */
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { synthesizeAt } from "#src/local/flite.ts";
import type { Voice } from "#src/local/voices.ts";
import type { SpeechPort } from "#src/simulate/begin-line.ts";
import { speakLine } from "#src/simulate/speech.ts";
import { type BaresipEvent, openBaresipControl } from "./baresip-control.ts";
import { type BaresipConfig, recordings, writeConfig, writeLine } from "./baresip-config.ts";
import { freePort, freeUdpPort } from "./ports.ts";
import { start } from "./processes.ts";
import { until } from "./time.ts";
import { samplesOf } from "./wav.ts";

export interface Telephone {
  /** `127.0.0.1:PORT`, to be called by SIP. */
  address: string;
  /** Calls a number by way of a SIP server; resolves when it is answered. */
  dial(number: string, sipPort: number, limitMs?: number): Promise<void>;
  /** Resolves when somebody calls this telephone. */
  ringing(limitMs?: number): Promise<void>;
  /** Resolves when a call with that number, or any, is established. */
  established(number?: string, limitMs?: number): Promise<void>;
  /** Resolves when every call that was established is over. */
  over(limitMs?: number): Promise<void>;
  accept(): Promise<void>;
  /** Ends the call; declines one that rings, with 486. */
  hangUp(): Promise<void>;
  /** Resolves when the line was said; `speech` is told the words. */
  say(line: string, speech?: SpeechPort): Promise<void>;
  press(digits: string): Promise<void>;
  /** What the latest call has brought so far: 8 kHz, from when it was established. */
  heard(): Int16Array<ArrayBuffer>;
  events(): readonly BaresipEvent[];
  stop(): Promise<void>;
}

export interface TelephoneOptions {
  /** E.164; a telephone without one withholds it. */
  number?: string;
  /** Answers at once; otherwise it rings until it is told what to do. */
  picksUp?: boolean;
  voice?: Voice;
}

const sampleRate = 8_000;
const defaultLimitMs = 30_000;
/** What the recognizer's script is ahead of the audio, by way of the telephone network. */
const carriageMs = 100;
const betweenKeysMs = 250;

/** Also takes the port behind its own, which somebody else may have by then: another try has others. */
async function ready(
  config: Pick<BaresipConfig, "folder" | "number" | "picksUp">,
  tries = 3,
): Promise<{ baresip: Awaited<ReturnType<typeof start>>; sipPort: number; controlPort: number }> {
  const [sipPort, rtpPort, controlPort] = [await freeUdpPort(), await freeUdpPort(), await freePort()];
  writeConfig({ ...config, sipPort, controlPort, rtpPort: rtpPort & ~1 });
  const baresip = await start("baresip", "baresip", ["-f", config.folder]);
  try {
    await baresip.printed(/baresip is ready/);
    return { baresip, sipPort, controlPort };
  } catch (error) {
    if (tries > 1) return ready(config, tries - 1);
    throw error;
  }
}

export async function startTelephone(options: TelephoneOptions): Promise<Telephone> {
  const { number = "anonymous", picksUp = false, voice = "rms" } = options;
  const folder = mkdtempSync(join(tmpdir(), "ema-baresip-"));
  const { baresip, sipPort, controlPort } = await ready({ folder, number, picksUp });
  const control = await openBaresipControl(controlPort);
  let lines = 0;

  const seen = async (what: string, found: () => boolean, limitMs = defaultLimitMs): Promise<void> => {
    const told = () => control.events().map(({ type }) => type);
    const complaint = () => `The telephone ${what} within ${limitMs} ms: ${told().join(" ")}`;
    await until(() => found() || undefined, { limitMs, complaint });
  };
  const all = (type: string): BaresipEvent[] => control.events().filter((event) => event.type === type);
  const established = (whose?: string): boolean =>
    all("CALL_ESTABLISHED").some(({ peer }) => whose === undefined || peer?.includes(whose));

  return {
    address: `127.0.0.1:${sipPort}`,
    dial: async (dialled, port, limitMs) => {
      await control.command("dial", `sip:${dialled}@127.0.0.1:${port}`);
      await seen(`was not answered by ${dialled}`, () => established(dialled), limitMs);
    },
    ringing: (limitMs) => seen("did not ring", () => all("CALL_INCOMING").length > 0, limitMs),
    established: (whose, limitMs) => seen("had no call", () => established(whose), limitMs),
    over: (limitMs) =>
      seen("still had a call", () => all("CALL_CLOSED").length >= all("CALL_ESTABLISHED").length, limitMs),
    accept: async () => void (await control.command("accept")),
    hangUp: async () => void (await control.command("hangup")),
    say: async (line, speech) => {
      const synthesize = (text: string, { sampleRate }: { sampleRate: number }) =>
        synthesizeAt(text, { voice, sampleRate });
      const { samples, chunks } = await speakLine(line, { synthesize, telephone: true, seed: 1 });
      const file = join(folder, `line-${++lines}.wav`);
      const narrow = Int16Array.from({ length: samples.length / 2 }, (_, index) => samples[index * 2] ?? 0);
      writeLine(file, narrow);
      await control.command("ausrc", `aufile,${file}`);
      const words = chunks.filter(({ kind }) => kind === "words");
      await setTimeout(carriageMs);
      if (words.length > 0) speech?.say({ chunks: words });
      await setTimeout((narrow.length * 1_000) / sampleRate);
    },
    press: async (digits) => {
      for (const digit of digits) {
        await control.command("sndcode", digit);
        await setTimeout(betweenKeysMs);
      }
    },
    heard: () => {
      const files = readdirSync(recordings(folder)).filter((name) => name.endsWith("-dec.wav"));
      const latest = files.sort().at(-1);
      return latest === undefined
        ? new Int16Array()
        : samplesOf(readFileSync(join(recordings(folder), latest)));
    },
    events: () => control.events(),
    stop: async () => {
      control.close();
      await baresip.stop();
    },
  };
}
