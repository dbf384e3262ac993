/** EMA as a worker's process runs it: real Silero, end-of-turn model, chart, plugins and webhook queue. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAIClient, openCall, type Providers, warmPhrases, warmSenses } from "#src/assemble.ts";
import { loadCheckedPacks } from "#src/checked-packs.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import type { Contender } from "../bench/contender.ts";
import { receiverSecret } from "./stand-ins.ts";

const clock = { now: () => performance.now() };

/** `warming`: addresses of stand-ins for phrases that are synthesized before a call comes. */
export async function openEma(warming: { openaiUrl: string; apiUrl: string }): Promise<Contender> {
  const [pack] = loadCheckedPacks("prompts").filter(({ workspace }) => workspace.id === "maple-court");
  if (pack === undefined) throw new Error("There is no workspace maple-court under prompts.");
  const senses = await warmSenses("fatal");
  const providers = (deepgramUrl: string, openaiUrl: string): Providers => ({
    deepgram: { apiKey: "none", url: deepgramUrl },
    openai: { apiKey: "none", url: openaiUrl, model: "gpt-4o", secondModel: "gpt-4o-mini" },
  });
  const phrases = await warmPhrases(pack, openAIClient(providers("", warming.openaiUrl)));
  const folder = mkdtempSync(join(tmpdir(), "ema-capacity-"));
  const outbox = openOutbox({
    file: join(folder, "outbox.db"),
    destination: () => ({
      url: warming.apiUrl,
      secret: receiverSecret,
      optInEvents: pack.workspace.settings.optInEvents,
    }),
    onProblem: (reason) => void process.stderr.write(`${reason}\n`),
  });
  return {
    async answer({ callId, audioIn, audioOut, deepgramUrl, openaiUrl }) {
      const addresses = providers(deepgramUrl, openaiUrl);
      const handle = openCall({
        callId,
        dialled: pack.workspace.phoneNumbers[0] ?? "",
        callerNumber: "+15555550142",
        pack,
        phrases,
        senses,
        providers: addresses,
        client: openAIClient(addresses),
        audioIn,
        audioOut,
        line: { transfer: () => new Promise(() => {}), hangUp() {}, startRecording() {} },
        outbox: outbox.forCall({ sessionId: callId, workspaceId: pack.workspace.id }),
        clock,
        appVersion: "capacity",
        canRecord: false,
      });
      handle.send({ type: "call.answered", at: clock.now() });
      return {
        async close() {
          handle.send({ type: "call.hungUp", by: "caller" });
          await handle.ended;
        },
      };
    },
    async close() {
      await outbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}
