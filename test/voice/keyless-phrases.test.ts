/** The fixed phrases of a start without keys, against the local engine behind its protocol. */
import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OpenAI } from "openai";
import { expect, it, onTestFinished } from "vitest";
import { startLocalEngines } from "#src/local/server.ts";
import { loadPack } from "#src/workspaces/load-pack.ts";
import { keylessPhrases } from "../../src/keyless-phrases.ts";
import { writePrompts } from "../workspaces/prompts-folder.ts";

it("each is spoken once a machine: not by the next start, but when it is damaged or the voice sounds otherwise", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ema-phrases-"));
  const engines = await startLocalEngines({ replyTo: () => ({ text: "Fine.", toolCalls: [] }) });
  onTestFinished(async () => {
    await engines.close();
    rmSync(folder, { recursive: true });
  });
  const prompts = writePrompts();
  const pack = loadPack(join(prompts, "elm"), join(prompts, "default"));
  const call = engines.call("start");
  call.configure({ tts: { firstByteMs: 0, timesRealTime: 1_000 } });
  const client = new OpenAI({ apiKey: "none", baseURL: engines.openaiUrl("start"), maxRetries: 0 });
  const start = async (each = pack) => {
    const before = call.requests.speech.length;
    const phrases = (await keylessPhrases([each], client, folder)).get(each);
    return { phrases, spoken: call.requests.speech.slice(before).map(({ input }) => input) };
  };
  const texts = [...new Set(Object.values(pack.phrases))];

  const first = await start();
  const second = await start();
  expect(first.spoken).toHaveLength(1 + texts.length);
  expect(new Set(first.spoken.slice(1))).toEqual(new Set(texts));
  expect(second.spoken).toEqual(first.spoken.slice(0, 1));
  expect(second.phrases).toEqual(first.phrases);

  const [sound = ""] = readdirSync(folder);
  const [file = ""] = readdirSync(join(folder, sound));
  truncateSync(join(folder, sound, file), 100);
  expect((await start()).spoken).toHaveLength(2);

  const { workspace } = pack;
  const hoarse = {
    ...pack,
    workspace: { ...workspace, settings: { ...workspace.settings, voice: "onyx" as const } },
  };
  const other = await start(hoarse);
  expect(other.spoken).toHaveLength(1 + texts.length);
  expect(readdirSync(folder)).toHaveLength(2);
});
