/** A call without a caller: what a process does for the first time takes it many times as long, and nobody shall wait for it. */
import { setTimeout as delay } from "node:timers/promises";
import { openCall, type CallParts, phraseVoice } from "./assemble.ts";
import type { Catalogue } from "#src/workspaces/catalogue.ts";
import { rehearseReply } from "#src/dialogue/rehearse-reply.ts";
import type { PhraseStore } from "#src/voice/phrase-store.ts";

interface Rehearsal extends Pick<CallParts, "providers" | "client" | "senses" | "appVersion"> {
  catalogue: Catalogue;
  phrases: PhraseStore;
}

/** Long enough for the chart's first steps and a few frames. */
const lengthMs = 200;

/**
 * Finds a workspace as a call does, asks nobody for a reply, and says the first words of the house's pack to nobody; listens to
 * nothing, tells nobody.
 */
export async function rehearse({ catalogue, phrases, ...parts }: Rehearsal): Promise<void> {
  const pack = catalogue.house(undefined);
  findOne(catalogue);
  await rehearseReply(pack);
  const now = () => performance.now();
  const handle = openCall({
    ...parts,
    callId: "rehearsal",
    dialled: "",
    refusal: "notInService",
    pack,
    phrases: phrases.read(pack.phrases, phraseVoice(pack)),
    audioIn: { subscribe: () => () => {} },
    audioOut: { write: () => {}, leadMs: 0, queuedMs: () => 0, clear: () => 0 },
    line: { transfer: async () => {}, hangUp: () => {}, startRecording: () => {} },
    outbox: { enqueue: () => {} },
    clock: { now },
    canRecord: false,
  });
  handle.send({ type: "call.answered", at: now() });
  await delay(lengthMs);
  handle.send({ type: "call.hungUp", by: "caller" });
  await handle.ended;
}

function findOne(catalogue: Catalogue): void {
  try {
    for (const number of catalogue.numbers().slice(0, 1)) catalogue.find(number);
  } catch {
    // One damaged pack keeps no process from the other workspaces' calls; whoever is called with it says so.
  }
}
