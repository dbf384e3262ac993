import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { writePrompts } from "./prompts-folder.ts";

/** `publish`, with somebody who writes into the folder as soon as its packs were read. */
async function publishRaced() {
  vi.resetModules();
  vi.doMock(import("#src/workspaces/load-pack.ts"), async (importOriginal) => {
    const original = await importOriginal();
    return {
      ...original,
      loadPacks(promptsDir) {
        const packs = original.loadPacks(promptsDir);
        writeFileSync(join(promptsDir, "elm", "phrases.yaml"), "goodbye: Bye.\n");
        return packs;
      },
    };
  });
  onTestFinished(() => {
    vi.doUnmock("#src/workspaces/load-pack.ts");
    vi.resetModules();
  });
  return (await import("#src/workspaces/publish.ts")).publish;
}

it("a folder that changes while it is read is not published: packs and files would differ", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "data-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const dir = writePrompts();
  const publish = await publishRaced();

  await expect(publish(dir, dataDir)).rejects.toThrow(
    `${dir}: it changed while it was read; publish it again.`,
  );
  expect(existsSync(join(dataDir, "workspaces"))).toBe(false);
});
