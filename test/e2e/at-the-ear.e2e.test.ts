/** What is measured at a caller's ear, of one worker: how soon the first word is heard, interruptions, and a whole call. */
import { beforeAll, describe } from "vitest";
import { greetingCases } from "./greeting.cases.ts";
import { openScene, type Scene } from "./scene.ts";
import { turnCases } from "./turns.cases.ts";
import { wholeCallCases } from "./whole-call.cases.ts";

let scene: Scene;
beforeAll(async () => {
  // A final comes 200 ms after the last voiced sample has arrived, a first token after 300 ms, a first byte after 150 ms.
  scene = await openScene({
    behaviour: { stt: { finalMs: 200 }, llm: { firstTokenMs: 300 }, tts: { firstByteMs: 150 } },
  });
});
const open = (): Scene => scene;

describe("the greeting", () => greetingCases(open));
describe("turns", () => turnCases(open));
describe("a whole call", () => wholeCallCases(open));
