/** Fixed phrases in the local engine's voices: spoken once a machine, and anew when the engine has come to sound otherwise. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type OpenAI from "openai";
import type { CachedPhrase } from "#src/voice/phrase-cache.ts";
import { synthesizePhrases } from "#src/voice/phrase-cache.ts";
import { openPhraseStore } from "#src/voice/phrase-store.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { phraseVoice, warmingSpeech } from "./assemble.ts";

const probe = { probe: "One, two, three." };

/**
 * Each pack's phrases, through the same plugin and protocol as in a call. `folder` need not be there; processes may share it,
 * also with an engine of another version. Throws, naming the phrase, when one cannot be synthesized.
 */
export async function keylessPhrases(
  packs: readonly Pack[],
  client: OpenAI,
  folder: string,
): Promise<ReadonlyMap<Pack, ReadonlyMap<string, CachedPhrase>>> {
  const never = new AbortController().signal;
  const phrases = new Map<Pack, ReadonlyMap<string, CachedPhrase>>();
  for (const pack of packs) {
    const speech = warmingSpeech(pack, client);
    const sound = createHash("sha256");
    await synthesizePhrases(probe, speech, never, (_, { samples }) => sound.update(samples));
    const store = openPhraseStore(join(folder, sound.digest("hex").slice(0, 12)));
    await store.fill(pack.phrases, phraseVoice(pack), speech, never);
    phrases.set(pack, store.read(pack.phrases, phraseVoice(pack)));
  }
  return phrases;
}
