/** Ours, put together as the worker does it: its phrases spoken beforehand, its webhooks in a queue on disk and on their way. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appVersion } from "#src/app-version.ts";
import { openAIClient, openCall, type Providers, warmPhrases, warmSenses } from "#src/assemble.ts";
import { loadCheckedPacks } from "#src/checked-packs.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import type { OpenContender } from "../contender.ts";

const promptsDir = join(import.meta.dirname, "../../../prompts");
/** Nobody checks them; the clients insist on one. */
const apiKey = "benchmark";
/** What a call may take to end that was hung up; after that it is the benchmark's failure. */
const endsWithinMs = 10_000;

export const open: OpenContender = async (before) => {
  if (before === undefined) throw new Error("Say where phrases can be spoken beforehand.");
  const [pack] = loadCheckedPacks(promptsDir);
  if (pack === undefined) throw new Error(`There is no workspace under ${promptsDir}.`);
  const senses = await warmSenses("fatal");
  const phrases = await warmPhrases(pack, openAIClient(providersAt("", before.openaiUrl)));
  const folder = mkdtempSync(join(tmpdir(), "ema-bench-"));
  return {
    async answer({ callId, audioIn, audioOut, deepgramUrl, openaiUrl, apiUrl }) {
      const providers = providersAt(deepgramUrl, openaiUrl);
      const clock = { now: () => performance.now() };
      const outbox = openOutbox({
        file: join(folder, `${callId}.db`),
        destination: () => ({
          url: apiUrl,
          secret: "benchmark",
          optInEvents: pack.workspace.settings.optInEvents,
        }),
        onProblem: () => {},
      });
      const handle = openCall({
        callId,
        dialled: pack.workspace.phoneNumbers[0] ?? "",
        callerNumber: "+15555550142",
        pack,
        phrases,
        senses,
        providers,
        client: openAIClient(providers),
        audioIn,
        audioOut,
        line: {
          transfer: () => Promise.reject(new Error("Nobody answers.")),
          hangUp() {},
          startRecording() {},
        },
        outbox: outbox.forCall({ sessionId: callId, workspaceId: pack.workspace.id }),
        clock,
        appVersion,
        canRecord: false,
      });
      handle.send({ type: "call.answered", at: clock.now() });
      return {
        async close() {
          handle.send({ type: "call.hungUp", by: "caller" });
          await Promise.race([handle.ended, lateAfter(endsWithinMs)]);
          await outbox.close();
        },
      };
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const providersAt = (deepgramUrl: string, openaiUrl: string): Providers => ({
  deepgram: { apiKey, url: deepgramUrl },
  openai: { apiKey, url: openaiUrl, model: "gpt-4o", secondModel: "gpt-4o-mini" },
});

const lateAfter = (ms: number): Promise<never> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error("The call did not end when it was hung up.")), ms).unref();
  });
