import { describe, expect, test } from "vitest";
import { callerSchema } from "#src/simulate/caller-schema.ts";
import { openScene, silent } from "./scene.ts";

const scripted = (...script: unknown[]) => openScene(callerSchema.parse({ script }));

describe("a caller by script", () => {
  test("speaks when the agent has finished, after 350 ms of thought", async () => {
    const scene = await scripted({ say: "Hello there" });
    await scene.timers.advance(1_000);
    expect(scene.told()).toEqual([]);
    await scene.ask("welcome");
    await scene.timers.advance(360);
    expect(scene.told()).toEqual([]);
    await scene.timers.advance(20);
    expect(scene.told()).toEqual(["1880: Hello there"]);
    expect(scene.line.truth().caller).toEqual([]);
    await scene.timers.advance(1_000);
    expect(scene.line.truth().caller).toMatchObject([{ text: "Hello there", from: 2_880, to: 3_880 }]);
  });

  test("thinks anew when the agent goes on", async () => {
    const scene = await scripted({ say: "Hello" });
    await scene.ask("welcome");
    await scene.timers.advance(300);
    await scene.ask("welcome");
    await scene.timers.advance(300);
    expect(scene.words()).toEqual([]);
    await scene.timers.advance(100);
    expect(scene.words()).toEqual(["Hello"]);
  });

  test("waits for an answer before the next line", async () => {
    const scene = await scripted({ say: "Hello" }, { say: "Again" });
    await scene.ask("welcome");
    await scene.timers.advance(5_000);
    expect(scene.words()).toEqual(["Hello"]);
    await scene.ask("problem");
    await scene.timers.advance(500);
    expect(scene.words()).toEqual(["Hello", "Again"]);
  });

  test("interrupts in the middle of the agent's speech", async () => {
    const scene = await scripted({ interrupt: { after: 300, say: "Wait" } });
    await scene.speak(1_000);
    expect(scene.told()).toEqual(["300: Wait"]);
    scene.running.stop();
    expect(await scene.running.finished).toEqual([]);
  });

  test("tells when the agent had finished before it could be interrupted", async () => {
    const scene = await scripted({ interrupt: { after: 900, say: "Wait" } }, { hangUp: true });
    await scene.ask("welcome");
    await scene.timers.advance(1_500);
    expect(scene.words()).toEqual(["Wait"]);
    scene.handle.end("completed");
    await scene.timers.advance(20);
    expect(await scene.running.finished).toEqual([
      "the interruption was due after 900 ms of the agent's speech, which lasted 500 ms",
    ]);
  });

  test("coughs into the agent's speech; the recognizer is told no words, and no answer is expected", async () => {
    const scene = await scripted(
      { sound: { kind: "cough", after: 200 } },
      { interrupt: { after: 800, say: "No" } },
    );
    await scene.speak(1_000);
    expect(scene.line.truth().caller).toMatchObject([
      { kind: "cough", from: 1_200 },
      { kind: "words", from: 1_800 },
    ]);
    expect(scene.told()).toEqual(["800: No"]);
  });

  test("has nothing to cough into before the agent speaks", async () => {
    const scene = await scripted({ sound: { kind: "cough", after: 0 } });
    await scene.timers.advance(500);
    expect(scene.line.truth().caller).toEqual([]);
    await scene.speak(200);
    expect(scene.line.truth().caller).toMatchObject([{ kind: "cough", from: 1_520 }]);
  });

  test("does not take the rest of what it interrupted for an answer", async () => {
    const scene = await scripted({ interrupt: { after: 300, say: "Wait a second" } }, { say: "More" });
    await scene.speak(500);
    scene.handle.enter(silent);
    await scene.timers.advance(3_000);
    expect(scene.words()).toEqual(["Wait a second"]);
  });

  test("presses a key", async () => {
    const scene = await scripted({ press: "0" });
    await scene.ask("welcome");
    await scene.timers.advance(500);
    expect(scene.handle.sent).toEqual([{ type: "dtmf.pressed", digit: "0" }]);
  });

  test("is silent for a while through the agent's questions, then speaks", async () => {
    const scene = await scripted({ silence: 2_000 }, { say: "Here" });
    await scene.ask("welcome");
    await scene.timers.advance(1_000);
    await scene.ask("welcome");
    await scene.timers.advance(600);
    expect(scene.words()).toEqual([]);
    await scene.timers.advance(800);
    expect(scene.told()).toEqual(["2880: Here"]);
  });

  test("is silent until the end without a reproach", async () => {
    const scene = await scripted({ silent: true }, { say: "Never" });
    await scene.ask("welcome");
    await scene.timers.advance(20_000);
    scene.handle.end("callerSilent");
    await scene.timers.advance(20);
    expect(await scene.running.finished).toEqual([]);
    expect(scene.words()).toEqual([]);
  });

  test("hangs up in its turn", async () => {
    const scene = await scripted({ hangUp: true });
    await scene.ask("welcome");
    await scene.timers.advance(500);
    expect(scene.handle.sent).toEqual([{ type: "call.hungUp", by: "caller" }]);
  });

  test("hangs up in the middle of a sentence, after the last whole word", async () => {
    const scene = await scripted({ hangUp: { afterWords: 2, of: "abc def ghi" } });
    await scene.ask("welcome");
    await scene.timers.advance(2_000);
    expect(scene.told()).toEqual(["880: abc def ghi", "1480: (cut)"]);
    expect(scene.line.truth().caller).toMatchObject([{ from: 1_880, to: 2_480 }]);
    expect(scene.handle.sent).toEqual([{ type: "call.hungUp", by: "caller" }]);
  });

  test("tells which step the call did not wait for", async () => {
    const scene = await scripted({ say: "Hello" }, { say: "More" });
    await scene.ask("welcome");
    await scene.timers.advance(1_000);
    scene.handle.end("lineLost");
    await scene.timers.advance(20);
    expect(await scene.running.finished).toEqual(["the call was over before step 2 of the script (say)"]);
    expect(scene.handle.observers).toBe(0);
  });

  test("leaves the script when a human answers, and hangs up after a moment", async () => {
    const scene = await scripted({ say: "Hello" }, { say: "More" });
    await scene.ask("welcome");
    await scene.timers.advance(1_000);
    scene.humanAnswers();
    await scene.timers.advance(1_990);
    expect(scene.handle.sent).toEqual([]);
    await scene.timers.advance(20);
    expect(scene.handle.sent).toEqual([{ type: "call.hungUp", by: "caller" }]);
    expect(await scene.running.finished).toEqual([]);
  });

  test("does not hang up on a human whose call is over", async () => {
    const scene = await scripted({ say: "Hello" });
    scene.humanAnswers();
    await scene.timers.advance(1_000);
    scene.handle.end("withHuman");
    await scene.timers.advance(2_000);
    expect(scene.handle.sent).toEqual([]);
  });
});
