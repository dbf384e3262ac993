import { initializeLogger } from "@livekit/agents";
import { expect, it, onTestFinished, vi } from "vitest";
import { rehearseReply } from "#src/dialogue/rehearse-reply.ts";
import { loadPacks } from "#src/workspaces/load-pack.ts";

initializeLogger({ pretty: false, level: "silent" });

it("goes all the way of a reply and asks nobody", async () => {
  const asked = vi.spyOn(globalThis, "fetch");
  onTestFinished(() => asked.mockRestore());
  const answered = vi.spyOn(globalThis, "Response");
  onTestFinished(() => answered.mockRestore());
  const [pack] = loadPacks("prompts");
  if (pack === undefined) throw new Error("prompts/ ships no workspace.");
  await rehearseReply(pack);
  expect([answered.mock.calls.length, asked.mock.calls.length]).toEqual([1, 0]);
});
