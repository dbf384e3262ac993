import { describe, expect, it } from "vitest";
import { readSettings } from "#src/config/settings.ts";
import { checkRecordingKeys, keyRing } from "../../src/call-recordings.ts";
import { failureOf } from "../config/variables.ts";
import { workspace } from "../dialogue/workspace.ts";
import { asVariable, base64Of, newKey } from "./keys.ts";

const asks = { ...workspace, settings: { ...workspace.settings, recording: "ask" as const } };
const [old, fresh] = [newKey("2025-01"), newKey("2026-11")];
const settings = (value: string) => readSettings({ EMA_RECORDING_KEYS: value }, { mode: "keyless" });

it("keys are read in their order, and none is needed", () => {
  const ring = keyRing(settings(asVariable(fresh, old)).recordingKeys);
  expect(ring.map((one) => [one.id, base64Of(one)])).toEqual([
    ["2026-11", base64Of(fresh)],
    ["2025-01", base64Of(old)],
  ]);
  expect(settings(` ${asVariable(fresh)} , ${asVariable(old)}`).recordingKeys.length).toBe(2);
  expect(settings("").recordingKeys).toEqual([]);
});

describe("keys that are wrong stop the start, and are not repeated", () => {
  const remedy =
    'set a name, a colon and the output of `openssl rand -base64 32`, such as "2026-11:…", older ones after it with commas, or leave it out.';
  const aKey = base64Of(fresh);

  it.each([
    [aKey, "a text that is not id:key, its ids of lower-case letters, digits and hyphens"],
    [`Key:${aKey}`, "a text that is not id:key, its ids of lower-case letters, digits and hyphens"],
    [`a:${aKey},`, "a text that is not id:key, its ids of lower-case letters, digits and hyphens"],
    [`a:${aKey},a:${aKey}`, "a list in which an id occurs twice"],
    [`a:${aKey},b:c2hvcnQ=`, "a list in which a key is not 32 bytes in base64"],
    ["a:hush!", "a list in which a key is not 32 bytes in base64"],
  ])("%#", (value, found) => {
    expect(failureOf({ EMA_RECORDING_KEYS: value }, "keyless")).toEqual({
      variable: "EMA_RECORDING_KEYS",
      message: `EMA_RECORDING_KEYS is ${found}; ${remedy}`,
    });
  });
});

it("a workspace that asks for recording while there is no key stops the start", () => {
  expect(() => checkRecordingKeys([workspace, asks], [])).toThrow(
    `EMA_RECORDING_KEYS is missing, and workspace ${asks.id} asks for recording; set a name, a colon and the output of \`openssl rand -base64 32\`.`,
  );
  expect(() => checkRecordingKeys([asks], settings(asVariable(fresh)).recordingKeys)).not.toThrow();
  expect(() => checkRecordingKeys([workspace], [])).not.toThrow();
});
