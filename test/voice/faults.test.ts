import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { synthesizeAt } from "#src/local/flite.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { auraSpeech } from "#src/voice/aura-speech.ts";
import { openAISpeech } from "#src/voice/openai-speech.ts";
import { openAITranscription } from "#src/voice/openai-transcription.ts";
import { collect, never } from "./sound.ts";
import { faultyProvider, openAIAt, type ProviderFault, providerFaults } from "./provider-faults.ts";

let engines: LocalEngines;
let utterance: Int16Array;
beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: () => ({ text: "", toolCalls: [] }) });
  utterance = await synthesizeAt("My sink leaks.", { voice: "rms", sampleRate: 16_000 });
});
afterAll(() => engines.close());

const sentence = "Water is coming through the ceiling.";

interface Deadlines {
  firstMs: number;
  stallMs: number;
}

interface Vendor {
  name: string;
  failure: string;
  section: "tts" | "aura" | "transcription";
  /** Asks once; `firstMs` is the whole wait where the answer comes in one piece. */
  ask: (at: { openai: string; deepgram: string }, deadlines: Deadlines) => Promise<unknown>;
}

const vendors: readonly Vendor[] = [
  {
    name: "OpenAI's voice",
    failure: "SynthesisFailed",
    section: "tts",
    ask: ({ openai }, { firstMs: firstByteMs, stallMs }) => {
      const client = openAIAt(openai);
      return collect(openAISpeech({ client, voice: "nova", model: "tts-1", firstByteMs, stallMs }), sentence);
    },
  },
  {
    name: "Deepgram's voice",
    failure: "SynthesisFailed",
    section: "aura",
    ask: ({ deepgram: url }, { firstMs: firstByteMs, stallMs }) => {
      const model = "aura-2-thalia-en";
      return collect(auraSpeech({ apiKey: "none", url, model, firstByteMs, stallMs }), sentence);
    },
  },
  {
    name: "OpenAI's transcription",
    failure: "TranscriptionFailed",
    section: "transcription",
    ask: ({ openai }, { firstMs: timeoutMs }) =>
      openAITranscription({ client: openAIAt(openai), vocabulary: [], timeoutMs })(utterance, never),
  },
];

const patient = 10_000;
const impatient = 200;
/** A transcription comes in one piece: its middle is no different from its beginning. */
const expected = ({ section }: Vendor, fault: ProviderFault): ProviderFault =>
  section === "transcription" && fault.late === "middle"
    ? { ...fault, reason: "timeout", late: "first" }
    : fault;

describe.concurrent.each(vendors)("$name", (vendor) => {
  it.each(providerFaults)("ends $name in a short code", async (fault) => {
    const at = faultyProvider(engines, vendor.section, fault);
    const { late, reason } = expected(vendor, fault);
    const deadlines = {
      firstMs: late === "first" ? impatient : patient,
      stallMs: late === "middle" ? impatient : patient,
    };
    await expect(vendor.ask(at, deadlines)).rejects.toMatchObject({ name: vendor.failure, reason });
  });

  it.each(providerFaults.filter(({ late }) => late))(
    "waits for $name as long as it is told",
    async (fault) => {
      const ended: string[] = [];
      const ask = (name: string, ms: number) =>
        vendor
          .ask(faultyProvider(engines, vendor.section, fault), { firstMs: ms, stallMs: ms })
          .catch(() => ended.push(name));
      await Promise.all([ask("patient", 4 * impatient), ask("impatient", impatient)]);
      expect(ended).toEqual(["impatient", "patient"]);
    },
  );
});
