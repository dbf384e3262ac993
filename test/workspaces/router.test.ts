import { expect, it } from "vitest";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import { createRouter } from "#src/workspaces/router.ts";
import { elm, writePrompts } from "./prompts-folder.ts";

it("finds the workspace that answers a number, and guesses none", () => {
  const oak = elm
    .replace("id: elm\n", "id: oak\n")
    .replace('"+15555550140"', '"+15555550150"\n  - "+15555550151"');
  const packs = loadPacks(writePrompts({ "oak/workspace.yaml": oak }));
  const route = createRouter(packs);

  const answered = ["+15555550140", "+15555550150", "+15555550151", "+15555550141", "5555550140", ""].map(
    (number) => route(number)?.workspace.id,
  );

  expect(answered).toEqual(["elm", "oak", "oak", undefined, undefined, undefined]);
  expect(route("+15555550140")).toBe(packs[0]);
});
